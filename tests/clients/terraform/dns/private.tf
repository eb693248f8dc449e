# Private zones: one with two VPCs of its own account, one that another account's VPC may resolve too.

resource "aws_vpc" "publisher" {
  count = 2

  cidr_block           = "10.${count.index}.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc" "consumer" {
  provider   = aws.consumer
  cidr_block = "10.9.0.0/16"
}

resource "aws_route53_zone" "own" {
  name = "own.internal"

  dynamic "vpc" {
    for_each = var.changed ? aws_vpc.publisher[*].id : [aws_vpc.publisher[0].id]

    content {
      vpc_id = vpc.value
    }
  }
}

resource "aws_route53_zone" "shared" {
  name          = "shared.internal"
  comment       = "For both accounts"
  force_destroy = true

  vpc {
    vpc_id = aws_vpc.publisher[0].id
  }

  # The others are resources of their own.
  lifecycle {
    ignore_changes = [vpc]
  }
}

resource "aws_route53_zone_association" "publisher" {
  zone_id = aws_route53_zone.shared.zone_id
  vpc_id  = aws_vpc.publisher[1].id
}

resource "aws_route53_vpc_association_authorization" "consumer" {
  zone_id    = aws_route53_zone.shared.zone_id
  vpc_id     = aws_vpc.consumer.id
  vpc_region = "us-west-2"
}

resource "aws_route53_zone_association" "consumer" {
  provider = aws.consumer

  zone_id = aws_route53_vpc_association_authorization.consumer.zone_id
  vpc_id  = aws_route53_vpc_association_authorization.consumer.vpc_id
}

data "aws_route53_zone" "own" {
  name         = aws_route53_zone.own.name
  private_zone = true
  vpc_id       = aws_vpc.publisher[0].id
}
