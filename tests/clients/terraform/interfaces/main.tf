# Users' network interfaces with addresses of all kinds, and subnets with everything that a subnet can have.

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

data "aws_availability_zones" "here" {
  state = "available"
}

resource "aws_vpc" "network" {
  cidr_block                       = "10.0.0.0/16"
  enable_dns_hostnames             = true
  assign_generated_ipv6_cidr_block = true
}

resource "aws_security_group" "network" {
  count = 2

  name        = "interface-${count.index}"
  description = "Interfaces"
  vpc_id      = aws_vpc.network.id
}

# Every argument of a subnet.
resource "aws_subnet" "dual" {
  vpc_id                                         = aws_vpc.network.id
  cidr_block                                     = cidrsubnet(aws_vpc.network.cidr_block, 8, 1)
  ipv6_cidr_block                                = cidrsubnet(aws_vpc.network.ipv6_cidr_block, 8, 1)
  availability_zone                              = data.aws_availability_zones.here.names[0]
  assign_ipv6_address_on_creation                = true
  enable_dns64                                   = !var.changed
  enable_resource_name_dns_a_record_on_launch    = true
  enable_resource_name_dns_aaaa_record_on_launch = true
  map_public_ip_on_launch                        = true
  private_dns_hostname_type_on_launch            = "resource-name"
  tags                                           = { Name = "dual", Changed = var.changed }
}

resource "aws_subnet" "native" {
  vpc_id                                         = aws_vpc.network.id
  ipv6_cidr_block                                = cidrsubnet(aws_vpc.network.ipv6_cidr_block, 8, 2)
  ipv6_native                                    = true
  availability_zone_id                           = data.aws_availability_zones.here.zone_ids[1]
  assign_ipv6_address_on_creation                = true
  enable_resource_name_dns_aaaa_record_on_launch = true
  private_dns_hostname_type_on_launch            = "resource-name"
}

resource "aws_subnet" "plain" {
  vpc_id     = aws_vpc.network.id
  cidr_block = cidrsubnet(aws_vpc.network.cidr_block, 8, 3)
}

resource "aws_ec2_subnet_cidr_reservation" "explicit" {
  subnet_id        = aws_subnet.plain.id
  cidr_block       = cidrsubnet(aws_subnet.plain.cidr_block, 2, 0)
  reservation_type = "explicit"
  description      = "Chosen by hand"
}

resource "aws_ec2_subnet_cidr_reservation" "prefix" {
  subnet_id        = aws_subnet.plain.id
  cidr_block       = cidrsubnet(aws_subnet.plain.cidr_block, 2, 3)
  reservation_type = "prefix"

  depends_on = [aws_ec2_subnet_cidr_reservation.explicit]
}

# As little as possible: the next free address, an IPv6 address because the subnet says so, and the VPC's default group.
resource "aws_network_interface" "least" {
  subnet_id = aws_subnet.dual.id
  tags      = { Name = "least", Changed = var.changed }
}

resource "aws_network_interface_sg_attachment" "least" {
  network_interface_id = aws_network_interface.least.id
  security_group_id    = aws_security_group.network[0].id
}

resource "aws_network_interface" "chosen" {
  subnet_id         = aws_subnet.dual.id
  description       = var.changed ? "Changed" : "Chosen addresses"
  private_ips       = [for host in(var.changed ? [50, 52, 40] : [50, 51, 52]) : cidrhost(aws_subnet.dual.cidr_block, host)]
  ipv6_addresses    = [for host in(var.changed ? [80, 82] : [80, 81]) : cidrhost(aws_subnet.dual.ipv6_cidr_block, host)]
  security_groups   = [aws_security_group.network[var.changed ? 1 : 0].id]
  source_dest_check = var.changed

  depends_on = [aws_network_interface.least]
}

resource "aws_network_interface" "counted" {
  subnet_id          = aws_subnet.dual.id
  private_ips_count  = var.changed ? 3 : 2
  ipv6_address_count = var.changed ? 3 : 2
  security_groups    = aws_security_group.network[*].id
  interface_type     = "efa"

  depends_on = [aws_network_interface.chosen]
}

resource "aws_network_interface" "listed" {
  subnet_id               = aws_subnet.dual.id
  private_ip_list_enabled = true
  private_ip_list         = [for host in(var.changed ? [120, 110, 121] : [120, 122, 121]) : cidrhost(aws_subnet.dual.cidr_block, host)]

  depends_on = [aws_network_interface.counted]
}

resource "aws_network_interface" "prefixes" {
  subnet_id         = aws_subnet.plain.id
  ipv4_prefix_count = var.changed ? 2 : 1
  source_dest_check = false
  tags              = { Name = "prefixes" }

  depends_on = [aws_ec2_subnet_cidr_reservation.prefix]
}

resource "aws_network_interface" "native" {
  subnet_id   = aws_subnet.native.id
  description = "IPv6 only"
}

resource "aws_network_interface_permission" "native" {
  network_interface_id = aws_network_interface.native.id
  aws_account_id       = "111111111111"
  permission           = "INSTANCE-ATTACH"
}

# Elastic IPs, one of a primary address and one of a secondary address.
resource "aws_internet_gateway" "network" {
  vpc_id = aws_vpc.network.id
}

resource "aws_eip" "network" {
  count = 2

  domain = "vpc"

  depends_on = [aws_internet_gateway.network]
}

resource "aws_eip_association" "primary" {
  allocation_id        = aws_eip.network[0].id
  network_interface_id = aws_network_interface.least.id
}

resource "aws_eip_association" "secondary" {
  allocation_id        = aws_eip.network[1].id
  network_interface_id = aws_network_interface.chosen.id
  private_ip_address   = cidrhost(aws_subnet.dual.cidr_block, 50)
}

data "aws_network_interface" "public" {
  filter {
    name   = "association.public-ip"
    values = [aws_eip.network[0].public_ip]
  }

  lifecycle {
    postcondition {
      condition     = self.id == aws_network_interface.least.id && one(self.association).allocation_id == aws_eip.network[0].id
      error_message = "The interface does not show its Elastic IP."
    }
  }

  depends_on = [aws_eip_association.primary]
}

# Data sources, by id and by filters.
data "aws_network_interface" "chosen" {
  id = aws_network_interface.chosen.id

  lifecycle {
    postcondition {
      condition     = self.private_ip == aws_network_interface.chosen.private_ip && length(self.private_ips) == 3 && length(self.ipv6_addresses) == 2
      error_message = "The interface does not have its addresses."
    }
  }
}

data "aws_network_interface" "address" {
  filter {
    name   = "addresses.private-ip-address"
    values = [cidrhost(aws_subnet.dual.cidr_block, 121)]
  }

  filter {
    name   = "status"
    values = ["available"]
  }

  lifecycle {
    postcondition {
      condition     = self.id == aws_network_interface.listed.id && self.interface_type == "interface" && length(self.attachment) == 0
      error_message = "Another interface has the address."
    }
  }

  depends_on = [aws_network_interface.listed]
}

data "aws_network_interfaces" "tagged" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.network.id]
  }

  tags = { Name = "*s" }

  lifecycle {
    postcondition {
      condition     = one(self.ids) == aws_network_interface.prefixes.id
      error_message = "Other interfaces are tagged."
    }
  }

  depends_on = [aws_network_interface.prefixes, aws_network_interface.least]
}

data "aws_subnet" "native" {
  vpc_id = aws_vpc.network.id

  filter {
    name   = "ipv6-native"
    values = ["true"]
  }

  lifecycle {
    postcondition {
      condition     = self.id == aws_subnet.native.id && self.ipv6_cidr_block == aws_subnet.native.ipv6_cidr_block
      error_message = "Another subnet is for IPv6 only."
    }
  }

  depends_on = [aws_subnet.native]
}

data "aws_subnets" "zoned" {
  filter {
    name   = "availability-zone"
    values = [data.aws_availability_zones.here.names[0]]
  }

  tags = { Name = "d*" }

  lifecycle {
    postcondition {
      condition     = one(self.ids) == aws_subnet.dual.id
      error_message = "Other subnets are in the zone."
    }
  }

  depends_on = [aws_subnet.dual]
}

output "ids" {
  value = {
    least       = aws_network_interface.least.id
    chosen      = aws_network_interface.chosen.id
    counted     = aws_network_interface.counted.id
    prefixes    = aws_network_interface.prefixes.id
    native      = aws_network_interface.native.id
    dual        = aws_subnet.dual.id
    native_net  = aws_subnet.native.id
    plain       = aws_subnet.plain.id
    reservation = aws_ec2_subnet_cidr_reservation.explicit.id
    association = aws_eip_association.primary.id
  }
}
