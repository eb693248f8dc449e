# Route tables with routes to targets of every kind, of their own and as resources; who uses which table.

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
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "main" {
  count = 3

  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  ipv6_cidr_block   = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, count.index)
  availability_zone = "eu-central-1a"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_egress_only_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_nat_gateway" "main" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.main[0].id
}

resource "aws_network_interface" "main" {
  subnet_id = aws_subnet.main[0].id
}

# The table that came with the VPC, adopted.
resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }

  dynamic "route" {
    for_each = var.changed ? ["::/0"] : []

    content {
      ipv6_cidr_block        = route.value
      egress_only_gateway_id = aws_egress_only_internet_gateway.main.id
    }
  }

  tags = {
    Name = "default"
  }
}

# Its routes are written into the table.
resource "aws_route_table" "inline" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block     = var.changed ? "172.16.0.0/12" : "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }

  # The local routes, of which the provider shows either all or none.
  route {
    cidr_block = aws_vpc.main.cidr_block
    gateway_id = "local"
  }

  route {
    ipv6_cidr_block = aws_vpc.main.ipv6_cidr_block
    gateway_id      = "local"
  }

  route {
    cidr_block           = "192.168.0.0/16"
    gateway_id           = var.changed ? aws_internet_gateway.main.id : null
    network_interface_id = var.changed ? null : aws_network_interface.main.id
  }

  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.main.id
  }

  tags = {
    Name = "inline"
  }
}

# Its routes are resources.
resource "aws_route_table" "separate" {
  vpc_id = aws_vpc.main.id

  tags = {
    Changed = tostring(var.changed)
  }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.separate.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = var.changed ? null : aws_internet_gateway.main.id
  nat_gateway_id         = var.changed ? aws_nat_gateway.main.id : null
}

resource "aws_route" "internet_ipv6" {
  route_table_id              = aws_route_table.separate.id
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.main.id
}

resource "aws_route" "translated" {
  route_table_id              = aws_route_table.separate.id
  destination_ipv6_cidr_block = "64:ff9b::/96"
  nat_gateway_id              = aws_nat_gateway.main.id
}

resource "aws_route" "interface" {
  route_table_id         = aws_route_table.separate.id
  destination_cidr_block = "172.16.0.0/12"
  network_interface_id   = aws_network_interface.main.id
}

# Traffic between two subnets, by way of an appliance.
resource "aws_route" "between_subnets" {
  route_table_id         = aws_route_table.separate.id
  destination_cidr_block = aws_subnet.main[1].cidr_block
  network_interface_id   = aws_network_interface.main.id
}

# What comes in goes to an appliance first.
resource "aws_route_table" "edge" {
  count = 2

  vpc_id = aws_vpc.main.id

  route {
    cidr_block           = aws_subnet.main[1].cidr_block
    network_interface_id = aws_network_interface.main.id
  }
}

resource "aws_route_table_association" "edge" {
  gateway_id     = aws_internet_gateway.main.id
  route_table_id = aws_route_table.edge[var.changed ? 1 : 0].id
}

resource "aws_route_table_association" "subnet" {
  subnet_id      = aws_subnet.main[1].id
  route_table_id = var.changed ? aws_route_table.separate.id : aws_route_table.inline.id
}

# Another VPC, whose main table is one that was made later.
resource "aws_vpc" "other" {
  cidr_block = "10.8.0.0/16"
}

resource "aws_route_table" "other" {
  count = 2

  vpc_id = aws_vpc.other.id
}

resource "aws_main_route_table_association" "other" {
  vpc_id         = aws_vpc.other.id
  route_table_id = aws_route_table.other[var.changed ? 1 : 0].id
}

data "aws_route_table" "by_subnet" {
  subnet_id = aws_route_table_association.subnet.subnet_id
}

data "aws_route_table" "by_gateway" {
  gateway_id = aws_route_table_association.edge.gateway_id
}

data "aws_route_tables" "with_nat" {
  vpc_id = aws_vpc.main.id

  filter {
    name   = "route.nat-gateway-id"
    values = [aws_nat_gateway.main.id]
  }

  depends_on = [aws_route_table.inline, aws_route.internet, aws_route.translated]
}

data "aws_route" "translated" {
  route_table_id              = aws_route_table.separate.id
  destination_ipv6_cidr_block = aws_route.translated.destination_ipv6_cidr_block
  nat_gateway_id              = aws_nat_gateway.main.id
}

output "ids" {
  value = {
    default         = aws_vpc.main.default_route_table_id
    vpc             = aws_vpc.main.id
    separate        = aws_route_table.separate.id
    internet        = "${aws_route_table.separate.id}_0.0.0.0/0"
    internet_ipv6   = "${aws_route_table.separate.id}_::/0"
    interface       = "${aws_route_table.separate.id}_172.16.0.0/12"
    between_subnets = "${aws_route_table.separate.id}_${aws_subnet.main[1].cidr_block}"
    edge            = "${aws_internet_gateway.main.id}/${aws_route_table_association.edge.route_table_id}"
    subnet          = "${aws_subnet.main[1].id}/${aws_route_table_association.subnet.route_table_id}"
  }
}

output "found" {
  value = {
    by_subnet  = data.aws_route_table.by_subnet.id == aws_route_table_association.subnet.route_table_id
    by_gateway = data.aws_route_table.by_gateway.id == aws_route_table_association.edge.route_table_id
    with_nat   = length(data.aws_route_tables.with_nat.ids)
    translated = data.aws_route.translated.nat_gateway_id == aws_nat_gateway.main.id
  }
}
