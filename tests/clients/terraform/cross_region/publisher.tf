variable "verified" {
  description = "Whether the record that verifies the private name is there: the service's consumers then use the name."
  type        = bool
  default     = false
}

resource "aws_vpc" "publisher" {
  provider   = aws.publisher
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "publisher" {
  provider = aws.publisher

  vpc_id            = aws_vpc.publisher.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_lb" "publisher" {
  provider = aws.publisher

  name               = "orders"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.publisher.id]
}

resource "aws_vpc_endpoint_service" "publisher" {
  provider = aws.publisher

  acceptance_required        = true
  network_load_balancer_arns = [aws_lb.publisher.arn]
  private_dns_name           = "orders.example.com"
  supported_regions          = ["us-east-1", "eu-west-1"]
  supported_ip_address_types = ["ipv4"]
}

resource "aws_vpc_endpoint_service_allowed_principal" "consumer" {
  provider = aws.publisher

  vpc_endpoint_service_id = aws_vpc_endpoint_service.publisher.id
  principal_arn           = "arn:aws:iam::222222222222:root"
}

resource "aws_vpc_endpoint_service_private_dns_verification" "publisher" {
  provider = aws.publisher
  count    = var.verified ? 1 : 0

  service_id            = aws_vpc_endpoint_service.publisher.id
  wait_for_verification = true
}

resource "aws_vpc_endpoint_connection_notification" "publisher" {
  provider = aws.publisher

  vpc_endpoint_service_id     = aws_vpc_endpoint_service.publisher.id
  connection_notification_arn = "arn:aws:sns:us-east-1:111111111111:connections"
  connection_events           = var.verified ? ["Accept", "Connect", "Delete", "Reject"] : ["Connect", "Delete"]
}

resource "aws_vpc_endpoint_connection_accepter" "near" {
  provider = aws.publisher

  vpc_endpoint_service_id = aws_vpc_endpoint_service.publisher.id
  vpc_endpoint_id         = aws_vpc_endpoint.near.id
}

resource "aws_vpc_endpoint_connection_accepter" "far" {
  provider = aws.publisher

  vpc_endpoint_service_id = aws_vpc_endpoint_service.publisher.id
  vpc_endpoint_id         = aws_vpc_endpoint.far.id
}
