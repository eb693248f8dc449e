# Network ACLs: the default one adopted, one with its entries inside, one with entries of their own, and which subnet has which.

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
  cidr_block                       = "10.20.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "this" {
  for_each = toset(["a", "b", "c"])

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, index(["a", "b", "c"], each.key))
  availability_zone = "us-east-1${each.key}"
}

# Adopted, and locked but for what its own VPC sends.
resource "aws_default_network_acl" "this" {
  default_network_acl_id = aws_vpc.this.default_network_acl_id
  subnet_ids             = [aws_subnet.this["c"].id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = aws_vpc.this.cidr_block
    from_port  = 0
    to_port    = 0
  }

  ingress {
    rule_no         = 110
    action          = "allow"
    protocol        = "-1"
    ipv6_cidr_block = aws_vpc.this.ipv6_cidr_block
    from_port       = 0
    to_port         = 0
  }

  egress {
    rule_no    = 100
    action     = var.changed ? "deny" : "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  tags = {
    Name = "default"
  }
}

# Its entries are inside, of every kind.
resource "aws_network_acl" "inline" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = [aws_subnet.this["a"].id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = var.changed ? 8443 : 443
  }

  ingress {
    rule_no         = 100 + 10
    action          = "allow"
    protocol        = "6"
    ipv6_cidr_block = "::/0"
    from_port       = 443
    to_port         = 443
  }

  ingress {
    rule_no    = 120
    action     = "allow"
    protocol   = "icmp"
    cidr_block = "10.0.0.0/8"
    from_port  = 0
    to_port    = 0
    icmp_type  = 8
    icmp_code  = -1
  }

  ingress {
    rule_no         = 130
    action          = "allow"
    protocol        = "58"
    ipv6_cidr_block = "2001:db8::/32"
    from_port       = 0
    to_port         = 0
    icmp_type       = -1
    icmp_code       = -1
  }

  dynamic "ingress" {
    for_each = var.changed ? [] : [32766]

    content {
      rule_no    = ingress.value
      action     = "deny"
      protocol   = "50"
      cidr_block = "192.0.2.0/24"
      from_port  = 0
      to_port    = 0
    }
  }

  egress {
    rule_no    = 1
    action     = "allow"
    protocol   = "udp"
    cidr_block = "10.20.0.2/32"
    from_port  = 53
    to_port    = 53
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "all"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  tags = {
    Name     = "inline"
    Revision = var.changed ? "two" : "one"
  }
}

# Its entries and its subnet are resources of their own.
resource "aws_network_acl" "separate" {
  vpc_id = aws_vpc.this.id

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_network_acl_association" "separate" {
  network_acl_id = aws_network_acl.separate.id
  subnet_id      = aws_subnet.this["b"].id
}

resource "aws_network_acl_rule" "https" {
  network_acl_id = aws_network_acl.separate.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "10.0.0.0/8"
  from_port      = 443
  to_port        = 443
}

resource "aws_network_acl_rule" "ping" {
  network_acl_id  = aws_network_acl.separate.id
  rule_number     = 100
  egress          = true
  rule_action     = "allow"
  protocol        = "58"
  ipv6_cidr_block = "::/0"
  icmp_type       = 128
  icmp_code       = 0
}

resource "aws_network_acl_rule" "all" {
  network_acl_id = aws_network_acl.separate.id
  rule_number    = 200
  egress         = true
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

data "aws_network_acls" "of_subnet" {
  vpc_id = aws_vpc.this.id

  filter {
    name   = "association.subnet-id"
    values = [aws_subnet.this["b"].id]
  }

  depends_on = [aws_network_acl_association.separate]

  lifecycle {
    postcondition {
      condition     = self.ids == tolist([aws_network_acl.separate.id])
      error_message = "The subnet has another network ACL."
    }
  }
}

data "aws_network_acls" "tagged" {
  tags = {
    Name = "inline"
  }

  filter {
    name   = "entry.protocol"
    values = ["tcp"]
  }

  filter {
    name   = "default"
    values = ["false"]
  }

  depends_on = [aws_network_acl.inline]

  lifecycle {
    postcondition {
      condition     = self.ids == tolist([aws_network_acl.inline.id])
      error_message = "The network ACL is not found by its tags and entries."
    }
  }
}

output "ids" {
  value = {
    default     = aws_default_network_acl.this.id
    inline      = aws_network_acl.inline.id
    separate    = aws_network_acl.separate.id
    association = aws_network_acl_association.separate.id
  }
}
