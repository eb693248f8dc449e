data "aws_caller_identity" "publisher" {
  provider = aws.publisher

  lifecycle {
    postcondition {
      condition     = self.account_id == "111111111111"
      error_message = "The access key did not choose the publisher's account."
    }
  }
}

data "aws_availability_zones" "publisher" {
  provider = aws.publisher
  state    = "available"
}

resource "aws_vpc" "publisher" {
  provider   = aws.publisher
  cidr_block = local.vpc_cidr
}

resource "aws_subnet" "publisher" {
  provider = aws.publisher
  count    = 2

  vpc_id            = aws_vpc.publisher.id
  cidr_block        = cidrsubnet(local.vpc_cidr, 8, count.index + 1)
  availability_zone = data.aws_availability_zones.publisher.names[count.index]
}

resource "aws_lb" "publisher" {
  provider = aws.publisher

  name               = "orders"
  load_balancer_type = "network"
  internal           = true
  subnets            = aws_subnet.publisher[*].id
}

resource "aws_lb_target_group" "publisher" {
  provider = aws.publisher

  name        = "orders"
  port        = 8443
  protocol    = "TCP"
  target_type = "ip"
  vpc_id      = aws_vpc.publisher.id
}

resource "aws_lb_target_group_attachment" "publisher" {
  provider = aws.publisher
  count    = 2

  target_group_arn = aws_lb_target_group.publisher.arn
  target_id        = cidrhost(aws_subnet.publisher[count.index].cidr_block, 10)
  port             = 8443
}

resource "aws_lb_listener" "publisher" {
  provider = aws.publisher

  load_balancer_arn = aws_lb.publisher.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.publisher.arn
  }
}

resource "aws_vpc_endpoint_service" "publisher" {
  provider = aws.publisher

  acceptance_required        = true
  allowed_principals         = ["arn:aws:iam::${data.aws_caller_identity.consumer.account_id}:root"]
  network_load_balancer_arns = [aws_lb.publisher.arn]
  tags                       = var.tags
}

resource "aws_vpc_endpoint_connection_accepter" "publisher" {
  provider = aws.publisher

  vpc_endpoint_service_id = aws_vpc_endpoint_service.publisher.id
  vpc_endpoint_id         = aws_vpc_endpoint.consumer.id
}
