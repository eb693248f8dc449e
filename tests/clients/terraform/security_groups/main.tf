# Security groups of every kind of rule, inside of them and as resources of their own, and the prefix lists that rules refer to.

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
}

resource "aws_vpc" "this" {
  cidr_block = "10.30.0.0/16"
}

# A customer's list with its entries inside.
resource "aws_ec2_managed_prefix_list" "offices" {
  name           = var.changed ? "all-offices" : "offices"
  address_family = "IPv4"
  max_entries    = var.changed ? 4 : 3

  entry {
    cidr        = "192.0.2.0/24"
    description = "Headquarters"
  }

  # Not the description alone: up to 5.100 the provider then names a version that is no more.
  dynamic "entry" {
    for_each = var.changed ? ["198.51.100.0/25", "198.51.100.128/25", "203.0.113.0/24"] : ["198.51.100.0/24"]

    content {
      cidr = entry.value
    }
  }

  tags = {
    Name = "offices"
  }
}

# A customer's list whose entries are resources of their own.
resource "aws_ec2_managed_prefix_list" "partners" {
  name           = "partners"
  address_family = "IPv6"
  max_entries    = 5
}

resource "aws_ec2_managed_prefix_list_entry" "partners" {
  for_each = toset(["2001:db8:1::/48", "2001:db8:2::/48"])

  cidr           = each.key
  description    = "Partner ${each.key}"
  prefix_list_id = aws_ec2_managed_prefix_list.partners.id
}

data "aws_ec2_managed_prefix_list" "s3" {
  name = "com.amazonaws.us-east-1.s3"

  lifecycle {
    postcondition {
      condition     = self.owner_id == "AWS" && self.address_family == "IPv4" && length(self.entries) > 0
      error_message = "This is not AWS's list."
    }
  }
}

data "aws_ec2_managed_prefix_list" "offices" {
  id = aws_ec2_managed_prefix_list.offices.id

  lifecycle {
    postcondition {
      condition     = self.owner_id == "222222222222" && self.max_entries == aws_ec2_managed_prefix_list.offices.max_entries
      error_message = "This is not the customer's list."
    }
  }
}

data "aws_ec2_managed_prefix_lists" "own" {
  filter {
    name   = "owner-id"
    values = ["222222222222"]
  }

  filter {
    name   = "prefix-list-name"
    values = [aws_ec2_managed_prefix_list.offices.name]
  }

  lifecycle {
    postcondition {
      condition     = self.ids == tolist([aws_ec2_managed_prefix_list.offices.id])
      error_message = "The list is not found by its name."
    }
  }
}

# Adopted: it lets its own members in, and nobody out.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  ingress {
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }

  tags = {
    Name = "default"
  }
}

# Its rules are inside, of every kind.
resource "aws_security_group" "inline" {
  name_prefix = "inline-"
  description = "Rules inside"
  vpc_id      = aws_vpc.this.id

  ingress {
    description      = "HTTPS"
    protocol         = "tcp"
    from_port        = 443
    to_port          = 443
    cidr_blocks      = ["10.0.0.0/8", "172.16.0.0/12"]
    ipv6_cidr_blocks = ["2001:db8::/32"]
  }

  ingress {
    description     = "From the other groups and lists"
    protocol        = "tcp"
    from_port       = 8000
    to_port         = var.changed ? 8010 : 8000
    security_groups = [aws_security_group.separate.id]
    prefix_list_ids = [aws_ec2_managed_prefix_list.offices.id, aws_ec2_managed_prefix_list.partners.id]
    self            = true
  }

  ingress {
    protocol    = "icmp"
    from_port   = 8
    to_port     = -1
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    protocol         = "icmpv6"
    from_port        = -1
    to_port          = -1
    ipv6_cidr_blocks = ["::/0"]
  }

  ingress {
    protocol    = "50"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["192.0.2.0/24"]
  }

  egress {
    description     = "To S3"
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    prefix_list_ids = [data.aws_ec2_managed_prefix_list.s3.id]
  }

  egress {
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = [aws_vpc.this.cidr_block]
    ipv6_cidr_blocks = ["::/0"]
  }

  tags = {
    Name     = "inline"
    Revision = var.changed ? "two" : "one"
  }
}

# Its rules are resources of the older kind.
resource "aws_security_group" "separate" {
  name        = "separate"
  description = "Rules beside"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group_rule" "networks" {
  security_group_id = aws_security_group.separate.id
  type              = "ingress"
  protocol          = "udp"
  from_port         = 53
  to_port           = 53
  cidr_blocks       = ["10.0.0.0/8", "192.168.0.0/16"]
  ipv6_cidr_blocks  = ["2001:db8::/32"]
  description       = var.changed ? "Names" : "DNS"
}

resource "aws_security_group_rule" "itself" {
  security_group_id = aws_security_group.separate.id
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  self              = true
}

resource "aws_security_group_rule" "list" {
  security_group_id = aws_security_group.separate.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  prefix_list_ids   = [aws_ec2_managed_prefix_list.offices.id]
}

resource "aws_security_group_rule" "group" {
  security_group_id        = aws_security_group.separate.id
  type                     = "egress"
  protocol                 = "icmp"
  from_port                = -1
  to_port                  = -1
  source_security_group_id = aws_security_group.modern.id
}

# Its rules are resources of the newer kind.
resource "aws_security_group" "modern" {
  name   = "modern"
  vpc_id = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "network" {
  security_group_id = aws_security_group.modern.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = var.changed ? 444 : 443
  cidr_ipv4         = "10.0.0.0/8"
  description       = "HTTPS"

  tags = {
    Name     = "network"
    Revision = var.changed ? "two" : "one"
  }
}

resource "aws_vpc_security_group_ingress_rule" "network_v6" {
  security_group_id = aws_security_group.modern.id
  ip_protocol       = "udp"
  from_port         = 500
  to_port           = 501
  cidr_ipv6         = var.changed ? "2001:db8:ffff::/48" : "2001:db8::/32"
}

resource "aws_vpc_security_group_ingress_rule" "list" {
  security_group_id = aws_security_group.modern.id
  ip_protocol       = "tcp"
  from_port         = 0
  to_port           = 65535
  prefix_list_id    = aws_ec2_managed_prefix_list.partners.id
}

resource "aws_vpc_security_group_ingress_rule" "group" {
  security_group_id            = aws_security_group.modern.id
  ip_protocol                  = "icmp"
  from_port                    = 8
  to_port                      = 0
  referenced_security_group_id = aws_security_group.separate.id
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.modern.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "all_v6" {
  security_group_id = aws_security_group.modern.id
  ip_protocol       = "58"
  from_port         = -1
  to_port           = -1
  cidr_ipv6         = "::/0"
}

data "aws_security_group" "default" {
  vpc_id = aws_vpc.this.id
  name   = "default"

  lifecycle {
    postcondition {
      condition     = self.id == aws_vpc.this.default_security_group_id && self.description == "default VPC security group"
      error_message = "This is not the VPC's default group."
    }
  }
}

data "aws_security_groups" "referring" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.this.id]
  }

  filter {
    name   = "ip-permission.group-name"
    values = [aws_security_group.separate.name]
  }

  depends_on = [aws_security_group.inline, aws_vpc_security_group_ingress_rule.group, aws_security_group_rule.itself]

  lifecycle {
    postcondition {
      condition = toset(self.ids) == toset([
        aws_security_group.inline.id, aws_security_group.modern.id, aws_security_group.separate.id
      ])
      error_message = "The groups are not found by the group that their rules refer to."
    }
  }
}

data "aws_vpc_security_group_rules" "modern" {
  filter {
    name   = "group-id"
    values = [aws_security_group.modern.id]
  }

  tags = {
    Name = "network"
  }

  depends_on = [aws_vpc_security_group_ingress_rule.network]

  lifecycle {
    postcondition {
      condition     = self.ids == tolist([aws_vpc_security_group_ingress_rule.network.id])
      error_message = "The rule is not found by its tags."
    }
  }
}

data "aws_vpc_security_group_rule" "list" {
  security_group_rule_id = aws_vpc_security_group_ingress_rule.list.id

  lifecycle {
    postcondition {
      condition     = self.prefix_list_id == aws_ec2_managed_prefix_list.partners.id && !self.is_egress
      error_message = "The rule does not name the list."
    }
  }
}

output "ids" {
  value = {
    default_group = aws_default_security_group.this.id
    inline        = aws_security_group.inline.id
    modern        = aws_security_group.modern.id
    separate      = aws_security_group.separate.id
    network       = aws_vpc_security_group_ingress_rule.network.id
    all           = aws_vpc_security_group_egress_rule.all.id
    offices       = aws_ec2_managed_prefix_list.offices.id
    partners      = aws_ec2_managed_prefix_list.partners.id
    version       = aws_ec2_managed_prefix_list.offices.version
  }
}
