# Ways to the internet: internet gateways, egress-only ones, NAT gateways and Elastic IP addresses.

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
  region     = "us-east-1"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }

  default_tags {
    tags = { Stack = "internet" }
  }
}

resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_vpc" "spare" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  availability_zone = "us-east-1a"
  cidr_block        = "10.0.0.0/24"
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  availability_zone = "us-east-1b"
  cidr_block        = "10.0.1.0/24"
}

# Attached by its own argument.
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Changed = var.changed }
}

# Attached by a resource of its own.
resource "aws_internet_gateway" "spare" {}

resource "aws_internet_gateway_attachment" "spare" {
  internet_gateway_id = aws_internet_gateway.spare.id
  vpc_id              = aws_vpc.spare.id
}

# Moves from one VPC to another.
resource "aws_vpc" "moved" {
  count      = 2
  cidr_block = "10.${2 + count.index}.0.0/16"
}

resource "aws_internet_gateway" "moved" {
  vpc_id = aws_vpc.moved[var.changed ? 1 : 0].id
}

resource "aws_egress_only_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Changed = var.changed }
}

# The first is the public gateway's, the others are its secondary ones.
resource "aws_eip" "nat" {
  count  = 3
  domain = "vpc"
  tags   = { Name = "nat-${count.index}", Changed = var.changed }

  lifecycle {
    postcondition {
      condition     = self.public_ipv4_pool == "amazon" && self.network_border_group == "us-east-1"
      error_message = "The address is from another pool or place than AWS's of the region."
    }
  }
}

resource "aws_nat_gateway" "public" {
  subnet_id                = aws_subnet.public.id
  allocation_id            = aws_eip.nat[0].id
  secondary_allocation_ids = var.changed ? [aws_eip.nat[2].id] : [aws_eip.nat[1].id]
  tags                     = { Changed = var.changed }

  depends_on = [aws_internet_gateway.main]

  lifecycle {
    postcondition {
      condition     = self.public_ip == aws_eip.nat[0].public_ip && cidrhost("${self.private_ip}/24", 0) == "10.0.0.0"
      error_message = "The gateway has other addresses than its own."
    }
  }
}

resource "aws_nat_gateway" "private" {
  subnet_id                          = aws_subnet.private.id
  connectivity_type                  = "private"
  private_ip                         = "10.0.1.10"
  secondary_private_ip_address_count = 2
}

resource "aws_nat_gateway" "chosen" {
  subnet_id                      = aws_subnet.private.id
  connectivity_type              = "private"
  secondary_private_ip_addresses = var.changed ? ["10.0.1.100", "10.0.1.201"] : ["10.0.1.200", "10.0.1.201"]
}

# Stands before an interface of the user's, and has a name.
resource "aws_eip" "named" {
  domain = "vpc"
}

resource "aws_network_interface" "server" {
  subnet_id         = aws_subnet.public.id
  private_ips_count = 1
}

resource "aws_eip_association" "named" {
  allocation_id        = aws_eip.named.id
  network_interface_id = aws_network_interface.server.id

  depends_on = [aws_internet_gateway.main]
}

# Says itself what it stands before.
resource "aws_eip" "server" {
  domain                    = "vpc"
  network_interface         = aws_network_interface.server.id
  associate_with_private_ip = one(setsubtract(aws_network_interface.server.private_ips, [aws_network_interface.server.private_ip]))

  depends_on = [aws_internet_gateway.main]
}

resource "aws_eip_domain_name" "named" {
  allocation_id = aws_eip.named.allocation_id
  domain_name   = var.changed ? "post.example.com" : "mail.example.com"
}

data "aws_internet_gateway" "main" {
  filter {
    name   = "attachment.vpc-id"
    values = [aws_internet_gateway.main.vpc_id]
  }

  lifecycle {
    postcondition {
      condition     = self.id == aws_internet_gateway.main.id && self.attachments[0].state == "available"
      error_message = "The VPC has another internet gateway, or it is not attached."
    }
  }
}

data "aws_nat_gateway" "public" {
  subnet_id = aws_nat_gateway.public.subnet_id
  state     = "available"

  lifecycle {
    postcondition {
      condition     = self.id == aws_nat_gateway.public.id && self.public_ip == aws_eip.nat[0].public_ip
      error_message = "The subnet has another NAT gateway."
    }
  }
}

data "aws_nat_gateways" "all" {
  vpc_id = aws_vpc.main.id

  depends_on = [aws_nat_gateway.public, aws_nat_gateway.private, aws_nat_gateway.chosen]

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 3
      error_message = "The VPC has more or fewer NAT gateways."
    }
  }
}

data "aws_eip" "named" {
  public_ip = aws_eip.named.public_ip

  lifecycle {
    postcondition {
      condition     = self.id == aws_eip.named.id && self.domain == "vpc"
      error_message = "The address is of another allocation."
    }
  }
}

data "aws_eips" "all" {
  depends_on = [aws_eip.nat, aws_eip.named, aws_eip.server]

  lifecycle {
    postcondition {
      condition     = length(self.allocation_ids) == 5 && length(self.public_ips) == 5
      error_message = "The account has more or fewer addresses."
    }
  }
}

data "aws_network_interface" "public" {
  id = aws_nat_gateway.public.network_interface_id

  lifecycle {
    postcondition {
      condition     = self.association[0].allocation_id == aws_eip.nat[0].id && self.description == "Interface for NAT Gateway ${aws_nat_gateway.public.id}"
      error_message = "The interface has another public address, or says that it is something else's."
    }
  }
}

output "ids" {
  value = {
    internet_gateway = aws_internet_gateway.main.id
    attachment       = aws_internet_gateway_attachment.spare.id
    egress_only      = aws_egress_only_internet_gateway.main.id
    address          = aws_eip.nat[0].id
    named            = aws_eip.named.id
    association      = aws_eip_association.named.id
    public           = aws_nat_gateway.public.id
    private          = aws_nat_gateway.private.id
    chosen           = aws_nat_gateway.chosen.id
  }
}
