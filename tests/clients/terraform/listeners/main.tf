# Load balancers of the three types: what they have in common, and their target groups.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "changed" {
  description = "Whether everything that can be changed in place is as it is to be in the end."
  type        = bool
  default     = false
}

provider "aws" {
  region     = "us-west-2"
  access_key = "111111111111"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

locals {
  certificates = {
    for name in ["shop", "shop_renewed", "pay"] :
    name => "arn:aws:acm:us-west-2:111111111111:certificate/${uuidv5("dns", "${name}.example.com")}"
  }
}

resource "aws_vpc" "shop" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "shop" {
  count = 2

  vpc_id            = aws_vpc.shop.id
  cidr_block        = cidrsubnet(aws_vpc.shop.cidr_block, 8, count.index)
  availability_zone = ["us-west-2a", "us-west-2b"][count.index]
}

resource "aws_lb" "shop" {
  for_each = toset(["application", "network", "gateway"])

  name               = "shop-${each.key}"
  load_balancer_type = each.key
  internal           = each.key == "gateway" ? null : true
  subnets            = aws_subnet.shop[*].id
}

resource "aws_lb_target_group" "application" {
  for_each = toset(["blue", "green", "plain", "search"])

  name        = each.key
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_lb_target_group" "network" {
  for_each = {
    tcp     = "TCP"
    tls     = "TLS"
    tls2    = "TLS"
    udp     = "UDP"
    tcp-udp = "TCP_UDP"
  }

  name        = each.key
  port        = 443
  protocol    = each.value
  target_type = "ip"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_lb_target_group" "gateway" {
  name        = "appliances"
  port        = 6081
  protocol    = "GENEVE"
  target_type = "ip"
  vpc_id      = aws_vpc.shop.id
}
