data "aws_caller_identity" "consumer" {
  provider = aws.consumer

  lifecycle {
    postcondition {
      condition     = self.account_id == "222222222222"
      error_message = "The access key did not choose the consumer's account."
    }
  }
}

data "aws_availability_zones" "consumer" {
  provider = aws.consumer
  state    = "available"
}

resource "aws_vpc" "consumer" {
  provider             = aws.consumer
  cidr_block           = local.vpc_cidr
  enable_dns_hostnames = true
}

resource "aws_subnet" "consumer" {
  provider = aws.consumer
  count    = 2

  vpc_id            = aws_vpc.consumer.id
  cidr_block        = cidrsubnet(local.vpc_cidr, 8, count.index + 1)
  availability_zone = data.aws_availability_zones.consumer.names[count.index]
}

resource "aws_route_table" "consumer" {
  provider = aws.consumer
  vpc_id   = aws_vpc.consumer.id
}

resource "aws_route_table_association" "consumer" {
  provider = aws.consumer
  count    = 2

  route_table_id = aws_route_table.consumer.id
  subnet_id      = aws_subnet.consumer[count.index].id
}

# Rules inside the group and rules as resources of their own take different calls.
resource "aws_security_group" "application" {
  provider = aws.consumer

  name        = "application"
  description = "Whatever calls the service"
  vpc_id      = aws_vpc.consumer.id

  ingress {
    description = "From within the VPC"
    from_port   = 8080
    to_port     = 8081
    protocol    = "tcp"
    cidr_blocks = [local.vpc_cidr]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "endpoint" {
  provider = aws.consumer

  name        = "endpoint"
  description = "Interfaces of the endpoint"
  vpc_id      = aws_vpc.consumer.id
  tags        = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "from_vpc" {
  provider = aws.consumer

  security_group_id = aws_security_group.endpoint.id
  description       = "HTTPS from within the VPC"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = local.vpc_cidr
}

resource "aws_vpc_security_group_ingress_rule" "from_application" {
  provider = aws.consumer

  security_group_id            = aws_security_group.endpoint.id
  ip_protocol                  = "tcp"
  from_port                    = 8443
  to_port                      = 8443
  referenced_security_group_id = aws_security_group.application.id
}

resource "aws_vpc_security_group_egress_rule" "anywhere" {
  provider = aws.consumer

  security_group_id = aws_security_group.endpoint.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

data "aws_vpc_endpoint_service" "consumer" {
  provider     = aws.consumer
  service_name = aws_vpc_endpoint_service.publisher.service_name

  lifecycle {
    postcondition {
      condition     = self.owner == data.aws_caller_identity.publisher.account_id && self.acceptance_required
      error_message = "The consumer sees another service than the one that was published."
    }
    postcondition {
      condition     = toset(self.availability_zones) == toset(aws_subnet.publisher[*].availability_zone)
      error_message = "The service is not offered in exactly the load balancer's zones."
    }
  }
}

resource "aws_vpc_endpoint" "consumer" {
  provider = aws.consumer

  vpc_id             = aws_vpc.consumer.id
  service_name       = data.aws_vpc_endpoint_service.consumer.service_name
  vpc_endpoint_type  = "Interface"
  subnet_ids         = slice(aws_subnet.consumer[*].id, 0, var.endpoint_subnet_count)
  security_group_ids = [aws_security_group.endpoint.id]
  tags               = var.tags
}

data "aws_vpc_endpoint" "accepted" {
  provider = aws.consumer
  id       = aws_vpc_endpoint.consumer.id

  lifecycle {
    postcondition {
      condition     = self.state == "available"
      error_message = "The endpoint is not available although its connection was accepted."
    }
  }

  depends_on = [aws_vpc_endpoint_connection_accepter.publisher]
}

# The provider keeps the endpoint's list of interfaces as it was while it changes the endpoint's subnets: what reads the
# interfaces asks the server for them.
data "aws_network_interfaces" "endpoint" {
  provider = aws.consumer

  filter {
    name   = "description"
    values = ["VPC Endpoint Interface ${aws_vpc_endpoint.consumer.id}"]
  }
  filter {
    name   = "subnet-id"
    values = aws_subnet.consumer[*].id
  }

  lifecycle {
    postcondition {
      condition     = toset(self.ids) == toset(data.aws_vpc_endpoint.accepted.network_interface_ids)
      error_message = "The interfaces found by filter are not the endpoint's."
    }
  }

  depends_on = [aws_vpc_endpoint.consumer]
}

data "aws_network_interface" "endpoint" {
  provider = aws.consumer
  count    = var.endpoint_subnet_count

  id = data.aws_network_interfaces.endpoint.ids[count.index]

  lifecycle {
    postcondition {
      condition     = self.interface_type == "vpc_endpoint" && self.owner_id == data.aws_caller_identity.consumer.account_id
      error_message = "The endpoint's interface is not the consumer's, or of another type."
    }
    postcondition {
      condition     = toset(self.security_groups) == toset([aws_security_group.endpoint.id])
      error_message = "The endpoint's interface does not carry the endpoint's security group."
    }
    postcondition {
      condition = contains([
        for subnet in aws_subnet.consumer :
        "${subnet.id} ${cidrhost(subnet.cidr_block, 0)}"
      ], "${self.subnet_id} ${cidrhost("${self.private_ip}/24", 0)}")
      error_message = "The endpoint's interface has an address outside of its subnet."
    }
  }
}
