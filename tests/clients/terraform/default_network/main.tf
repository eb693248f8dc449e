# The default VPC and its subnets, which Terraform creates if there are none, adopts, and leaves behind unless it is told not to.

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

resource "aws_default_vpc" "default" {
  enable_dns_hostnames = !var.changed
  tags                 = { Name = "default", Changed = var.changed }
}

resource "aws_default_subnet" "default" {
  for_each = toset(["eu-central-1a", "eu-central-1b"])

  availability_zone = each.key
  tags              = { Zone = each.key }

  depends_on = [aws_default_vpc.default]
}

resource "aws_network_interface" "default" {
  subnet_id   = aws_default_subnet.default["eu-central-1a"].id
  description = var.changed ? "Changed" : "In the default VPC"
}

data "aws_vpc" "default" {
  default = true

  lifecycle {
    postcondition {
      condition     = self.id == aws_default_vpc.default.id && self.cidr_block == "172.31.0.0/16"
      error_message = "Another VPC is the default one."
    }
  }

  depends_on = [aws_default_vpc.default]
}

data "aws_subnets" "default" {
  filter {
    name   = "default-for-az"
    values = ["true"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 3
      error_message = "There is no default subnet in each zone."
    }
  }

  depends_on = [aws_default_vpc.default]
}

output "ids" {
  value = {
    vpc       = aws_default_vpc.default.id
    subnet_a  = aws_default_subnet.default["eu-central-1a"].id
    interface = aws_network_interface.default.id
  }
}
