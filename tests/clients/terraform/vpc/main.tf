# A VPC with all its parts: networks of both kinds beside the first, attributes, DHCP options, and what data sources find of it.

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

resource "aws_vpc" "main" {
  cidr_block                           = "10.0.0.0/16"
  instance_tenancy                     = var.changed ? "default" : "dedicated"
  enable_dns_support                   = !var.changed
  enable_dns_hostnames                 = !var.changed
  enable_network_address_usage_metrics = var.changed
  assign_generated_ipv6_cidr_block     = true
  ipv6_cidr_block_network_border_group = "eu-central-1"

  tags = {
    Name    = "main"
    Changed = tostring(var.changed)
  }
}

# Gets its IPv6 network later, and loses it again.
resource "aws_vpc" "second" {
  cidr_block                       = "192.168.0.0/24"
  assign_generated_ipv6_cidr_block = var.changed

  tags = {
    Name = "second"
  }
}

resource "aws_vpc_ipv4_cidr_block_association" "main" {
  for_each = toset(["10.1.0.0/16", "100.64.0.0/20"])

  vpc_id     = aws_vpc.main.id
  cidr_block = each.value
}

resource "aws_vpc_ipv6_cidr_block_association" "main" {
  vpc_id                           = aws_vpc.main.id
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "first" {
  vpc_id          = aws_vpc.main.id
  cidr_block      = "10.0.1.0/24"
  ipv6_cidr_block = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
}

resource "aws_subnet" "secondary" {
  vpc_id          = aws_vpc.main.id
  cidr_block      = cidrsubnet(aws_vpc_ipv4_cidr_block_association.main["10.1.0.0/16"].cidr_block, 8, 2)
  ipv6_cidr_block = cidrsubnet(aws_vpc_ipv6_cidr_block_association.main.ipv6_cidr_block, 8, 2)
}

resource "aws_vpc_dhcp_options" "main" {
  domain_name                       = "example.com"
  domain_name_servers               = ["10.0.0.2", "AmazonProvidedDNS"]
  ntp_servers                       = ["10.0.0.3"]
  netbios_name_servers              = ["10.0.0.4"]
  netbios_node_type                 = "2"
  ipv6_address_preferred_lease_time = "1440"

  tags = {
    Name    = "main"
    Changed = tostring(var.changed)
  }
}

resource "aws_vpc_dhcp_options" "other" {
  domain_name_servers = ["AmazonProvidedDNS"]
}

resource "aws_vpc_dhcp_options_association" "main" {
  vpc_id          = aws_vpc.main.id
  dhcp_options_id = var.changed ? aws_vpc_dhcp_options.other.id : aws_vpc_dhcp_options.main.id
}

resource "aws_default_vpc_dhcp_options" "default" {}

data "aws_vpc" "by_id" {
  id = aws_vpc.main.id

  depends_on = [
    aws_vpc_ipv4_cidr_block_association.main,
    aws_vpc_ipv6_cidr_block_association.main,
    aws_vpc_dhcp_options_association.main,
  ]
}

data "aws_vpc" "by_network" {
  filter {
    name   = "cidr-block-association.cidr-block"
    values = [aws_vpc_ipv4_cidr_block_association.main["100.64.0.0/20"].cidr_block]
  }
}

data "aws_vpc" "by_cidr_block" {
  cidr_block = aws_vpc.second.cidr_block
  tags       = aws_vpc.second.tags
}

data "aws_vpcs" "named" {
  tags = {
    Name = "main"
  }

  depends_on = [aws_vpc.main]
}

data "aws_subnet" "secondary" {
  cidr_block = aws_subnet.secondary.cidr_block
}

data "aws_subnets" "all" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.main.id]
  }

  depends_on = [aws_subnet.first, aws_subnet.secondary]
}

data "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id

  filter {
    name   = "association.main"
    values = ["true"]
  }

  depends_on = [aws_vpc_ipv4_cidr_block_association.main, aws_vpc_ipv6_cidr_block_association.main]
}

data "aws_vpc_dhcp_options" "by_id" {
  dhcp_options_id = aws_vpc_dhcp_options.main.id
}

data "aws_vpc_dhcp_options" "by_option" {
  filter {
    name   = "key"
    values = ["netbios-node-type"]
  }

  filter {
    name   = "value"
    values = [aws_vpc_dhcp_options.main.netbios_node_type]
  }
}

data "aws_region" "current" {}

data "aws_region" "other" {
  name = "ap-southeast-2"
}

data "aws_regions" "all" {
  all_regions = true

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required", "opted-in"]
  }
}

data "aws_availability_zones" "all" {
  all_availability_zones = true

  filter {
    name   = "zone-type"
    values = ["availability-zone"]
  }
}

data "aws_availability_zone" "second" {
  name = "eu-central-1b"
}

data "aws_availability_zone" "third" {
  zone_id = "euc1-az3"
}

output "ids" {
  value = {
    main         = aws_vpc.main.id
    second       = aws_vpc.second.id
    ipv4         = aws_vpc_ipv4_cidr_block_association.main["10.1.0.0/16"].id
    ipv6         = aws_vpc_ipv6_cidr_block_association.main.id
    dhcp_options = aws_vpc_dhcp_options.main.id
    subnet       = aws_subnet.secondary.id
  }
}

output "found" {
  value = {
    vpcs            = [data.aws_vpc.by_id.id, data.aws_vpc.by_network.id] == [aws_vpc.main.id, aws_vpc.main.id]
    by_cidr_block   = data.aws_vpc.by_cidr_block.id == aws_vpc.second.id
    dhcp_options    = data.aws_vpc.by_id.dhcp_options_id == aws_vpc_dhcp_options_association.main.dhcp_options_id
    networks        = length(data.aws_vpc.by_id.cidr_block_associations)
    named           = one(data.aws_vpcs.named.ids) == aws_vpc.main.id
    subnet          = data.aws_subnet.secondary.id == aws_subnet.secondary.id
    subnets         = length(data.aws_subnets.all.ids)
    main_table      = data.aws_route_table.main.id == aws_vpc.main.main_route_table_id
    by_option       = data.aws_vpc_dhcp_options.by_option.id == data.aws_vpc_dhcp_options.by_id.id
    domain_name     = data.aws_vpc_dhcp_options.by_id.domain_name
    default_domain  = aws_default_vpc_dhcp_options.default.domain_name
    region          = data.aws_region.current.description
    other_region    = data.aws_region.other.endpoint
    regions         = length(data.aws_regions.all.names)
    zones           = data.aws_availability_zones.all.zone_ids
    second_zone     = data.aws_availability_zone.second.zone_id
    third_zone      = data.aws_availability_zone.third.name_suffix
    third_group     = data.aws_availability_zone.third.group_name
  }
}
