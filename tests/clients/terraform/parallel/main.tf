# A stack that several accounts have at the same time on one server, with the same names and networks in each.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "account" {
  description = "Whose stack it is."
  type        = string
}

provider "aws" {
  region     = "us-east-1"
  access_key = var.account
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }

  default_tags {
    tags = { Stack = "parallel" }
  }
}

data "aws_caller_identity" "this" {}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "aws_security_group" "this" {
  name        = "application"
  description = "The same name in every account"
  vpc_id      = aws_vpc.this.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}

resource "aws_lb" "this" {
  name               = "application"
  load_balancer_type = "network"
  internal           = true
  subnets            = aws_subnet.this[*].id
}

resource "aws_vpc_endpoint_service" "this" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.this.arn]
}

resource "aws_vpc_endpoint" "own" {
  vpc_id             = aws_vpc.this.id
  vpc_endpoint_type  = "Interface"
  service_name       = aws_vpc_endpoint_service.this.service_name
  subnet_ids         = aws_subnet.this[*].id
  security_group_ids = [aws_security_group.this.id]
}

# What the account sees when it asks for everything.
data "aws_vpcs" "all" {
  depends_on = [aws_vpc.this]
}

data "aws_security_groups" "all" {
  depends_on = [aws_security_group.this]

  filter {
    name   = "group-name"
    values = ["application"]
  }
}

data "aws_network_interfaces" "all" {
  depends_on = [aws_vpc_endpoint.own, aws_lb.this]
}

data "aws_lbs" "all" {
  depends_on = [aws_lb.this]
}

output "seen" {
  value = {
    account            = data.aws_caller_identity.this.account_id
    vpcs               = data.aws_vpcs.all.ids
    security_groups    = data.aws_security_groups.all.ids
    network_interfaces = length(data.aws_network_interfaces.all.ids)
    load_balancers     = data.aws_lbs.all.arns
  }
}

output "own" {
  value = {
    account            = var.account
    vpcs               = [aws_vpc.this.id]
    security_groups    = [aws_security_group.this.id]
    network_interfaces = 4
    load_balancers     = [aws_lb.this.arn]
  }
}
