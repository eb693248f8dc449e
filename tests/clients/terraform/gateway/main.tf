# Gateway endpoints: routes to S3 and DynamoDB in route tables that the endpoint names, or that are associated with it.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "changed" {
  description = "Whether everything that can be changed in place is as it is to be in the end."
  type        = bool
  default     = false
}

variable "rival" {
  description = "Whether there is to be a second endpoint for S3 on a route table that has one."
  type        = bool
  default     = false
}

provider "aws" {
  region     = "us-east-1"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

locals {
  policy = {
    for action in ["s3:*", "s3:GetObject", "dynamodb:*", "dynamodb:GetItem"] : action => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "Only"
        Effect    = "Allow"
        Principal = "*"
        Action    = action
        Resource  = "*"
      }]
    })
  }
}

data "aws_vpc_endpoint_service" "s3" {
  service      = "s3"
  service_type = "Gateway"

  lifecycle {
    postcondition {
      condition     = self.service_name == "com.amazonaws.us-east-1.s3" && self.owner == "amazon"
      error_message = "This is not AWS's own service."
    }
    postcondition {
      condition     = self.service_type == "Gateway" && self.vpc_endpoint_policy_supported && !self.acceptance_required
      error_message = "The gateway for S3 is of another type, takes no policy, or asks somebody first."
    }
  }
}

data "aws_prefix_list" "s3" {
  name = data.aws_vpc_endpoint_service.s3.service_name

  lifecycle {
    postcondition {
      condition     = self.id == "pl-63a5400a" && length(self.cidr_blocks) > 0
      error_message = "S3's prefix list has another id than AWS's, or has no addresses in it."
    }
  }
}

resource "aws_vpc" "consumer" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_route_table" "consumer" {
  count  = 2
  vpc_id = aws_vpc.consumer.id
}

resource "aws_security_group" "application" {
  name        = "application"
  description = "Whatever reads from S3"
  vpc_id      = aws_vpc.consumer.id

  egress {
    description     = "DynamoDB, with a list in the group itself"
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    prefix_list_ids = [aws_vpc_endpoint.dynamodb.prefix_list_id]
  }
}

# A rule that is a resource of its own, in a group without any inside.
resource "aws_security_group" "archive" {
  name        = "archive"
  description = "Whatever writes to S3"
  vpc_id      = aws_vpc.consumer.id
}

resource "aws_vpc_security_group_egress_rule" "to_s3" {
  security_group_id = aws_security_group.archive.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = data.aws_prefix_list.s3.id
}

# Its route tables and its policy are resources of their own.
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.consumer.id
  service_name = data.aws_vpc_endpoint_service.s3.service_name
  tags         = { Changed = var.changed }

  lifecycle {
    postcondition {
      condition     = self.vpc_endpoint_type == "Gateway" && self.state == "available" && self.prefix_list_id == data.aws_prefix_list.s3.id
      error_message = "The endpoint for S3 is no gateway, not available, or has another prefix list than S3."
    }
  }
}

resource "aws_vpc_endpoint_route_table_association" "s3" {
  count           = 2
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  route_table_id  = aws_route_table.consumer[count.index].id
}

resource "aws_vpc_endpoint_policy" "s3" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  policy          = local.policy[var.changed ? "s3:GetObject" : "s3:*"]
}

# Its route tables and its policy are its own arguments.
resource "aws_vpc_endpoint" "dynamodb" {
  vpc_id            = aws_vpc.consumer.id
  service_name      = "com.amazonaws.us-east-1.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = var.changed ? [aws_route_table.consumer[1].id] : aws_route_table.consumer[*].id
  policy            = local.policy[var.changed ? "dynamodb:GetItem" : "dynamodb:*"]
}

resource "aws_vpc_endpoint" "rival" {
  count = var.rival ? 1 : 0

  vpc_id          = aws_vpc.consumer.id
  service_name    = data.aws_vpc_endpoint_service.s3.service_name
  route_table_ids = [aws_route_table.consumer[0].id]

  depends_on = [aws_vpc_endpoint_route_table_association.s3]
}

output "ids" {
  value = {
    s3       = aws_vpc_endpoint.s3.id
    dynamodb = aws_vpc_endpoint.dynamodb.id
    table_0  = aws_route_table.consumer[0].id
    table_1  = aws_route_table.consumer[1].id
  }
}
