# A stack whose services are divided: what PrivateLink is made of is privlink's, the bucket and the role are the upstream's. No
# endpoint is named here: `privlink terraform` makes the file that does.

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "consumer"
  region = "us-east-1"
}

variable "changed" {
  description = "Whether everything that can be changed in place is as it is to be in the end."
  type        = bool
  default     = false
}

resource "aws_s3_bucket" "log" {
  bucket        = "privlink-log"
  force_destroy = true
  tags          = { Changed = var.changed }
}

resource "aws_s3_object" "hello" {
  bucket  = aws_s3_bucket.log.id
  key     = "a folder/hello"
  content = var.changed ? "hello again" : "hello"
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_vpc" "publisher" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "publisher" {
  vpc_id            = aws_vpc.publisher.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_lb" "publisher" {
  name               = "publisher"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.publisher.id]
}

resource "aws_vpc_endpoint_service" "publisher" {
  acceptance_required        = true
  network_load_balancer_arns = [aws_lb.publisher.arn]
  allowed_principals         = ["arn:aws:iam::222222222222:root"]
  tags                       = { Changed = var.changed }
}

resource "aws_vpc" "consumer" {
  provider   = aws.consumer
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "consumer" {
  provider          = aws.consumer
  vpc_id            = aws_vpc.consumer.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_vpc_endpoint" "consumer" {
  provider          = aws.consumer
  vpc_id            = aws_vpc.consumer.id
  vpc_endpoint_type = "Interface"
  service_name      = aws_vpc_endpoint_service.publisher.service_name
  subnet_ids        = [aws_subnet.consumer.id]
}

resource "aws_vpc_endpoint_connection_accepter" "publisher" {
  vpc_endpoint_service_id = aws_vpc_endpoint_service.publisher.id
  vpc_endpoint_id         = aws_vpc_endpoint.consumer.id
}

output "state" {
  value = aws_vpc_endpoint_connection_accepter.publisher.vpc_endpoint_state
}

output "ids" {
  value = {
    bucket   = aws_s3_bucket.log.id
    role     = aws_iam_role.reader.id
    service  = aws_vpc_endpoint_service.publisher.id
    endpoint = aws_vpc_endpoint.consumer.id
  }
}
