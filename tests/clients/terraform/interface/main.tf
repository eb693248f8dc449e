# Interface endpoints to AWS's own services: private DNS, addresses of both kinds, chosen or not, and what is associated
# with an endpoint as a resource of its own.

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
  region     = "eu-central-1"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

data "aws_availability_zones" "consumer" {
  state = "available"
}

resource "aws_vpc" "consumer" {
  cidr_block                       = "10.0.0.0/16"
  enable_dns_hostnames             = true
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "consumer" {
  count = 2

  vpc_id            = aws_vpc.consumer.id
  cidr_block        = cidrsubnet(aws_vpc.consumer.cidr_block, 8, count.index + 1)
  ipv6_cidr_block   = cidrsubnet(aws_vpc.consumer.ipv6_cidr_block, 8, count.index + 1)
  availability_zone = data.aws_availability_zones.consumer.names[count.index]
}

resource "aws_security_group" "consumer" {
  count = 2

  name        = "endpoint-${count.index}"
  description = "Interfaces of the endpoints"
  vpc_id      = aws_vpc.consumer.id
}

# Chosen addresses, of which one is then replaced by another.
resource "aws_vpc_endpoint" "queue" {
  vpc_id              = aws_vpc.consumer.id
  service_name        = "com.amazonaws.eu-central-1.sqs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  ip_address_type     = "ipv4"
  subnet_ids          = aws_subnet.consumer[*].id
  security_group_ids  = [aws_security_group.consumer[var.changed ? 1 : 0].id]
  tags                = { Changed = var.changed }

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = var.changed ? "sqs:SendMessage" : "sqs:*"
      Resource  = "*"
    }]
  })

  subnet_configuration {
    subnet_id = aws_subnet.consumer[0].id
    ipv4      = cidrhost(aws_subnet.consumer[0].cidr_block, 100)
  }

  subnet_configuration {
    subnet_id = aws_subnet.consumer[1].id
    ipv4      = cidrhost(aws_subnet.consumer[1].cidr_block, var.changed ? 102 : 101)
  }
}

data "aws_vpc_endpoint" "queue" {
  vpc_id       = aws_vpc.consumer.id
  service_name = aws_vpc_endpoint.queue.service_name

  lifecycle {
    postcondition {
      condition     = self.private_dns_enabled && contains(self.dns_entry[*].dns_name, "sqs.eu-central-1.amazonaws.com")
      error_message = "The endpoint does not have the service's private name."
    }
    postcondition {
      condition     = length(self.network_interface_ids) == 2
      error_message = "The endpoint does not have an interface in each of its subnets."
    }
  }

  depends_on = [aws_vpc_endpoint.queue]
}

data "aws_network_interface" "queue" {
  count = 2
  id    = tolist(data.aws_vpc_endpoint.queue.network_interface_ids)[count.index]

  lifecycle {
    postcondition {
      condition     = self.private_ip == one([for subnet in aws_vpc_endpoint.queue.subnet_configuration : subnet.ipv4 if subnet.subnet_id == self.subnet_id])
      error_message = "The endpoint's interface does not have the address that was chosen."
    }
  }
}

# Its subnets, groups and private DNS are resources of their own. It has addresses of both kinds.
resource "aws_vpc_endpoint" "monitoring" {
  vpc_id            = aws_vpc.consumer.id
  service_name      = "com.amazonaws.eu-central-1.monitoring"
  vpc_endpoint_type = "Interface"
  ip_address_type   = "dualstack"

  dns_options {
    dns_record_ip_type = var.changed ? "ipv4" : "dualstack"
  }
}

resource "aws_vpc_endpoint_subnet_association" "monitoring" {
  vpc_endpoint_id = aws_vpc_endpoint.monitoring.id
  subnet_id       = aws_subnet.consumer[0].id
}

resource "aws_vpc_endpoint_security_group_association" "monitoring" {
  vpc_endpoint_id             = aws_vpc_endpoint.monitoring.id
  security_group_id           = aws_security_group.consumer[0].id
  replace_default_association = true
}

resource "aws_vpc_endpoint_private_dns" "monitoring" {
  vpc_endpoint_id     = aws_vpc_endpoint.monitoring.id
  private_dns_enabled = !var.changed

  depends_on = [aws_vpc_endpoint_subnet_association.monitoring]
}

# S3's private names, for resolvers outside of the VPC only: from within, the gateway is taken.
resource "aws_vpc_endpoint" "storage_gateway" {
  vpc_id            = aws_vpc.consumer.id
  service_name      = "com.amazonaws.eu-central-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_vpc.consumer.main_route_table_id]
}

resource "aws_vpc_endpoint" "storage" {
  vpc_id              = aws_vpc.consumer.id
  service_name        = "com.amazonaws.eu-central-1.s3"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.consumer[0].id]

  dns_options {
    private_dns_only_for_inbound_resolver_endpoint = !var.changed
  }

  depends_on = [aws_vpc_endpoint.storage_gateway]
}

output "ids" {
  value = {
    queue      = aws_vpc_endpoint.queue.id
    monitoring = aws_vpc_endpoint.monitoring.id
    storage    = aws_vpc_endpoint.storage.id
    subnet     = aws_subnet.consumer[0].id
  }
}
