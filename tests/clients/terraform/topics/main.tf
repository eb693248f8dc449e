# Topics of all kinds, who subscribes to them, and the notifications of an endpoint service that are published under one.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "webhook_url" {
  description = "Where somebody listens who confirms subscriptions."
  type        = string
}

variable "changed" {
  description = "Whether everything that can be changed in place is as it is to be in the end."
  type        = bool
  default     = false
}

variable "connected" {
  description = "Whether the consumer connects to the service."
  type        = bool
  default     = false
}

# Asks IAM who it is, as it does not ask STS.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "111111111111"
  secret_key                  = "any"
  skip_credentials_validation = true

  default_tags {
    tags = {
      Stack = "topics"
    }
  }

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    iam   = var.endpoint_url
    sns   = var.endpoint_url
    sts   = var.endpoint_url
  }
}

data "aws_caller_identity" "publisher" {}

data "aws_iam_session_context" "publisher" {
  arn = data.aws_caller_identity.publisher.arn
}

# --- topics -----------------------------------------------------------------------------------------------------------

resource "aws_sns_topic" "connections" {
  name              = "connections"
  display_name      = var.changed ? "Connections to orders" : "Connections"
  kms_master_key_id = "alias/aws/sns"
  signature_version = 2
  tracing_config    = var.changed ? "Active" : "PassThrough"

  http_success_feedback_role_arn    = "arn:aws:iam::111111111111:role/feedback"
  http_success_feedback_sample_rate = var.changed ? 50 : 100
  http_failure_feedback_role_arn    = "arn:aws:iam::111111111111:role/feedback"
  sqs_success_feedback_role_arn     = "arn:aws:iam::111111111111:role/feedback"
  sqs_success_feedback_sample_rate  = 10
  lambda_failure_feedback_role_arn  = "arn:aws:iam::111111111111:role/feedback"

  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = {
        minDelayTarget     = 20
        maxDelayTarget     = 20
        numRetries         = var.changed ? 5 : 3
        numMaxDelayRetries = 0
        numNoDelayRetries  = 0
        numMinDelayRetries = 0
        backoffFunction    = "linear"
      }
      disableSubscriptionOverrides = false
    }
  })

  tags = {
    Name = var.changed ? "connections of orders" : "connections"
  }
}

resource "aws_sns_topic" "ordered" {
  name                        = "ordered.fifo"
  fifo_topic                  = true
  content_based_deduplication = var.changed
  fifo_throughput_scope       = "MessageGroup"
  archive_policy = jsonencode({
    MessageRetentionPeriod = var.changed ? 20 : 10
  })
}

resource "aws_sns_topic" "prefixed" {
  name_prefix = "prefixed-"
}

resource "aws_sns_topic" "guarded" {
  name   = "guarded"
  policy = data.aws_iam_policy_document.guarded.json
}

data "aws_iam_policy_document" "guarded" {
  statement {
    sid       = "Owner"
    actions   = ["SNS:Publish", "SNS:Subscribe"]
    resources = ["arn:aws:sns:us-east-1:111111111111:guarded"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root"]
    }
  }
}

# PrivateLink publishes; a partner may subscribe.
data "aws_iam_policy_document" "connections" {
  statement {
    sid       = "PrivateLink"
    actions   = ["SNS:Publish"]
    resources = [aws_sns_topic.connections.arn]

    principals {
      type        = "Service"
      identifiers = ["vpce.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.publisher.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [aws_vpc_endpoint_service.orders.arn]
    }
  }

  dynamic "statement" {
    for_each = var.changed ? ["222222222222"] : []

    content {
      sid       = "Partner"
      actions   = ["SNS:Subscribe"]
      resources = [aws_sns_topic.connections.arn]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_sns_topic_policy" "connections" {
  arn    = aws_sns_topic.connections.arn
  policy = data.aws_iam_policy_document.connections.json
}

resource "aws_sns_topic_data_protection_policy" "connections" {
  arn = aws_sns_topic.connections.arn
  policy = jsonencode({
    Name        = "strict"
    Description = "Nobody looks."
    Version     = "2021-06-01"
    Statement   = []
  })
}

data "aws_sns_topic" "connections" {
  name       = "connections"
  depends_on = [aws_sns_topic.connections]
}

# --- subscriptions ----------------------------------------------------------------------------------------------------

resource "aws_sns_topic_subscription" "webhook" {
  topic_arn                       = aws_sns_topic.connections.arn
  protocol                        = "http"
  endpoint                        = "${var.webhook_url}/all"
  endpoint_auto_confirms          = true
  confirmation_timeout_in_minutes = 1

  delivery_policy = jsonencode({
    healthyRetryPolicy = {
      minDelayTarget     = 1
      maxDelayTarget     = 60
      numRetries         = var.changed ? 50 : 40
      numNoDelayRetries  = 0
      numMinDelayRetries = 0
      numMaxDelayRetries = 0
      backoffFunction    = "linear"
    }
  })
}

resource "aws_sns_topic_subscription" "rejections" {
  topic_arn              = aws_sns_topic.connections.arn
  protocol               = "http"
  endpoint               = "${var.webhook_url}/rejections"
  endpoint_auto_confirms = true
  raw_message_delivery   = true
  filter_policy_scope    = "MessageBody"
  filter_policy          = jsonencode({ event = var.changed ? ["Reject", "Delete"] : ["Reject"] })
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn            = aws_sns_topic.connections.arn
  protocol             = "sqs"
  endpoint             = "arn:aws:sqs:us-east-1:111111111111:connections"
  raw_message_delivery = var.changed
  filter_policy        = jsonencode({ store = ["a", { prefix = "b" }] })
  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:us-east-1:111111111111:lost"
  })
}

resource "aws_sns_topic_subscription" "ordered" {
  topic_arn = aws_sns_topic.ordered.arn
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:us-east-1:111111111111:ordered.fifo"
}

resource "aws_sns_topic_subscription" "function" {
  topic_arn = aws_sns_topic.prefixed.arn
  protocol  = "lambda"
  endpoint  = "arn:aws:lambda:us-east-1:111111111111:function:orders"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.prefixed.arn
  protocol  = "email"
  endpoint  = "orders@example.com"
}

# --- what is published --------------------------------------------------------------------------------------------------

resource "aws_vpc" "orders" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "orders" {
  vpc_id            = aws_vpc.orders.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_lb" "orders" {
  name               = "orders"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.orders.id]
}

resource "aws_vpc_endpoint_service" "orders" {
  acceptance_required        = true
  network_load_balancer_arns = [aws_lb.orders.arn]
}

resource "aws_vpc_endpoint_connection_notification" "orders" {
  vpc_endpoint_service_id     = aws_vpc_endpoint_service.orders.id
  connection_notification_arn = aws_sns_topic.connections.arn
  connection_events           = ["Accept", "Connect", "Delete", "Reject"]
  depends_on                  = [aws_sns_topic_policy.connections, aws_sns_topic_subscription.webhook, aws_sns_topic_subscription.rejections]
}

# The account's own service needs no permission; destroyed, the connection is rejected first.
resource "aws_vpc_endpoint" "orders" {
  count = var.connected ? 1 : 0

  vpc_id            = aws_vpc.orders.id
  vpc_endpoint_type = "Interface"
  service_name      = aws_vpc_endpoint_service.orders.service_name
  subnet_ids        = [aws_subnet.orders.id]
}

resource "aws_vpc_endpoint_connection_accepter" "orders" {
  count = var.connected ? 1 : 0

  vpc_endpoint_service_id = aws_vpc_endpoint_service.orders.id
  vpc_endpoint_id         = aws_vpc_endpoint.orders[0].id
  depends_on              = [aws_vpc_endpoint_connection_notification.orders]
}

output "ids" {
  value = {
    account     = data.aws_caller_identity.publisher.account_id
    connections = aws_sns_topic.connections.arn
    found       = data.aws_sns_topic.connections.arn
    ordered     = aws_sns_topic.ordered.arn
    prefixed    = aws_sns_topic.prefixed.arn
    guarded     = aws_sns_topic.guarded.arn
    webhook     = aws_sns_topic_subscription.webhook.arn
    rejections  = aws_sns_topic_subscription.rejections.arn
    queue       = aws_sns_topic_subscription.queue.arn
    mail        = aws_sns_topic_subscription.mail.arn
    function    = aws_sns_topic_subscription.function.arn
    session     = data.aws_iam_session_context.publisher.issuer_arn
  }
}
