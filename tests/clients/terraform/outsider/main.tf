# An account that the publisher has not allowed: for it the service does not exist.

variable "endpoint_url" {
  type = string
}

variable "service_name" {
  type = string
}

provider "aws" {
  region     = "us-east-1"
  access_key = "333333333333"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

resource "aws_vpc" "outsider" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "outsider" {
  vpc_id            = aws_vpc.outsider.id
  service_name      = var.service_name
  vpc_endpoint_type = "Interface"
}
