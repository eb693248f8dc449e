data "aws_vpc_endpoint_service" "near" {
  provider     = aws.near
  service_name = aws_vpc_endpoint_service.publisher.service_name

  lifecycle {
    postcondition {
      condition     = self.private_dns_name == "orders.example.com" && self.region == "us-east-1"
      error_message = "The consumer does not see the service's private name, or sees it in another region."
    }
  }

  depends_on = [aws_vpc_endpoint_service_allowed_principal.consumer]
}

data "aws_vpc_endpoint_service" "far" {
  provider        = aws.far
  service_name    = aws_vpc_endpoint_service.publisher.service_name
  service_regions = ["us-east-1"]

  lifecycle {
    postcondition {
      condition     = contains(self.supported_ip_address_types, "ipv4") && self.region == "us-east-1"
      error_message = "The consumer in the other region does not see the service as one of its home region."
    }
  }

  depends_on = [aws_vpc_endpoint_service_allowed_principal.consumer]
}

resource "aws_vpc" "near" {
  provider             = aws.near
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "near" {
  provider = aws.near

  vpc_id            = aws_vpc.near.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

# Accepted first, private DNS after.
resource "aws_vpc_endpoint" "near" {
  provider = aws.near

  vpc_id              = aws_vpc.near.id
  service_name        = data.aws_vpc_endpoint_service.near.service_name
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.near.id]
  private_dns_enabled = var.verified

  depends_on = [aws_vpc_endpoint_service_private_dns_verification.publisher]
}

resource "aws_vpc_endpoint_connection_notification" "near" {
  provider = aws.near

  vpc_endpoint_id             = aws_vpc_endpoint.near.id
  connection_notification_arn = "arn:aws:sns:us-east-1:222222222222:connections"
  connection_events           = ["Accept", "Reject"]
}

data "aws_vpc_endpoint_associations" "near" {
  provider        = aws.near
  vpc_endpoint_id = aws_vpc_endpoint.near.id
}

resource "aws_vpc" "far" {
  provider   = aws.far
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "far" {
  provider = aws.far

  vpc_id            = aws_vpc.far.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_vpc_endpoint" "far" {
  provider = aws.far

  vpc_id            = aws_vpc.far.id
  service_name      = data.aws_vpc_endpoint_service.far.service_name
  service_region    = "us-east-1"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.far.id]
  tags              = { Verified = var.verified }
}

data "aws_vpc_endpoint" "accepted" {
  provider = aws.far
  id       = aws_vpc_endpoint.far.id

  lifecycle {
    postcondition {
      condition     = self.state == "available" && alltrue([for entry in self.dns_entry : endswith(entry.dns_name, ".us-east-1.vpce.amazonaws.com")])
      error_message = "The endpoint is not available although it was accepted, or has names of another region than the service's."
    }
  }

  depends_on = [aws_vpc_endpoint_connection_accepter.far]
}
