# Load balancers of all types with their target groups and targets. The provider waits a minute for each, for all at once.

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
  region     = "us-west-2"
  access_key = "111111111111"
  secret_key = "any"

  default_tags {
    tags = { Stack = "load-balancing" }
  }

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

locals {
  zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
}

resource "aws_vpc" "shop" {
  cidr_block                       = "10.1.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id
}

resource "aws_subnet" "shop" {
  count = 3

  vpc_id            = aws_vpc.shop.id
  cidr_block        = cidrsubnet(aws_vpc.shop.cidr_block, 8, count.index)
  ipv6_cidr_block   = cidrsubnet(aws_vpc.shop.ipv6_cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
}

resource "aws_security_group" "shop" {
  count = 2

  name        = "shop-${count.index}"
  description = "shop"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_eip" "shop" {
  count = 2

  domain     = "vpc"
  depends_on = [aws_internet_gateway.shop]
}

# --- network load balancers -------------------------------------------------------------------------------------------

resource "aws_lb" "network_internal" {
  name               = "network-internal"
  load_balancer_type = "network"
  internal           = true
  subnets            = slice(aws_subnet.shop[*].id, 0, var.changed ? 3 : 2)

  enable_cross_zone_load_balancing = var.changed
  dns_record_client_routing_policy = "partial_availability_zone_affinity"
  enable_zonal_shift               = true

  access_logs {
    bucket  = "logs"
    prefix  = "network"
    enabled = true
  }
}

resource "aws_lb" "network_public" {
  name               = "network-public"
  load_balancer_type = "network"
  security_groups    = [aws_security_group.shop[var.changed ? 1 : 0].id]

  enforce_security_group_inbound_rules_on_private_link_traffic = var.changed ? "on" : "off"

  dynamic "subnet_mapping" {
    for_each = range(2)

    content {
      subnet_id     = aws_subnet.shop[subnet_mapping.value].id
      allocation_id = aws_eip.shop[subnet_mapping.value].id
    }
  }

  depends_on = [aws_internet_gateway.shop]
}

resource "aws_lb" "network_fixed" {
  name               = "network-fixed"
  load_balancer_type = "network"
  internal           = true
  ip_address_type    = "dualstack"

  subnet_mapping {
    subnet_id            = aws_subnet.shop[0].id
    private_ipv4_address = cidrhost(aws_subnet.shop[0].cidr_block, 20)
    ipv6_address         = cidrhost(aws_subnet.shop[0].ipv6_cidr_block, 20)
  }

  subnet_mapping {
    subnet_id            = aws_subnet.shop[1].id
    private_ipv4_address = cidrhost(aws_subnet.shop[1].cidr_block, 20)
    ipv6_address         = cidrhost(aws_subnet.shop[1].ipv6_cidr_block, 20)
  }
}

resource "aws_lb" "network_dualstack" {
  name_prefix        = "dual-"
  load_balancer_type = "network"
  internal           = true
  ip_address_type    = var.changed ? "ipv4" : "dualstack"
  subnets            = [aws_subnet.shop[2].id]

  minimum_load_balancer_capacity {
    capacity_units = var.changed ? 2750 : 5500
  }
}

# --- application load balancers ---------------------------------------------------------------------------------------

resource "aws_lb" "application_internal" {
  name                       = "application-internal"
  internal                   = true
  subnets                    = slice(aws_subnet.shop[*].id, 0, var.changed ? 2 : 3)
  security_groups            = [aws_security_group.shop[0].id]
  enable_deletion_protection = false
  idle_timeout               = var.changed ? 120 : 60
  client_keep_alive          = 7200
  desync_mitigation_mode     = "strictest"
  drop_invalid_header_fields = true
  enable_http2               = var.changed
  enable_waf_fail_open       = true
  preserve_host_header       = true
  enable_xff_client_port     = true
  xff_header_processing_mode = "preserve"

  enable_tls_version_and_cipher_suite_headers = true

  access_logs {
    bucket  = "logs"
    enabled = var.changed
  }

  connection_logs {
    bucket  = "logs"
    prefix  = "connections"
    enabled = true
  }

  tags = { Changed = var.changed }
}

resource "aws_lb" "application_public" {
  name            = "application-public"
  ip_address_type = var.changed ? "dualstack-without-public-ipv4" : "dualstack"
  subnets         = aws_subnet.shop[*].id
  security_groups = slice(aws_security_group.shop[*].id, 0, var.changed ? 2 : 1)

  depends_on = [aws_internet_gateway.shop]

  lifecycle {
    postcondition {
      condition     = self.zone_id == data.aws_lb_hosted_zone_id.application.id && endswith(self.dns_name, ".us-west-2.elb.amazonaws.com")
      error_message = "The load balancer's name is not where names of application load balancers are."
    }
  }
}

# Without groups it gets the VPC's own.
resource "aws_lb" "application_plain" {
  name     = "application-plain"
  internal = true
  subnets  = slice(aws_subnet.shop[*].id, 0, 2)

  minimum_load_balancer_capacity {
    capacity_units = 100
  }

  lifecycle {
    postcondition {
      condition     = self.security_groups == toset([aws_vpc.shop.default_security_group_id])
      error_message = "The load balancer does not have the VPC's default security group."
    }
  }
}

# --- gateway load balancers -------------------------------------------------------------------------------------------

resource "aws_lb" "gateway" {
  name                             = "gateway"
  load_balancer_type               = "gateway"
  subnets                          = [aws_subnet.shop[0].id]
  enable_cross_zone_load_balancing = var.changed
}

# --- target groups ----------------------------------------------------------------------------------------------------

resource "aws_lb_target_group" "tcp" {
  name                 = "tcp"
  port                 = 443
  protocol             = "TCP"
  target_type          = "ip"
  vpc_id               = aws_vpc.shop.id
  deregistration_delay = var.changed ? 30 : 300
  preserve_client_ip   = true
  proxy_protocol_v2    = var.changed

  health_check {
    protocol = var.changed ? "HTTPS" : "TCP"
    path     = var.changed ? "/healthy" : null
    matcher  = var.changed ? "200-399" : null
    interval = 10
  }

  stickiness {
    type    = "source_ip"
    enabled = var.changed
  }

  target_health_state {
    enable_unhealthy_connection_termination = false
    unhealthy_draining_interval             = 60
  }
}

resource "aws_lb_target_group" "udp" {
  name     = "udp"
  port     = 53
  protocol = "UDP"
  vpc_id   = aws_vpc.shop.id

  health_check {
    port     = 8053
    protocol = "TCP"
  }
}

resource "aws_lb_target_group" "tls" {
  name     = "tls"
  port     = 443
  protocol = "TLS"
  vpc_id   = aws_vpc.shop.id

  target_group_health {
    dns_failover {
      minimum_healthy_targets_count      = "off"
      minimum_healthy_targets_percentage = var.changed ? "50" : "off"
    }

    unhealthy_state_routing {
      minimum_healthy_targets_count = 2
    }
  }
}

resource "aws_lb_target_group" "http" {
  name                              = "http"
  port                              = 8080
  protocol                          = "HTTP"
  protocol_version                  = "HTTP2"
  target_type                       = "ip"
  vpc_id                            = aws_vpc.shop.id
  slow_start                        = var.changed ? 0 : 60
  load_balancing_algorithm_type     = var.changed ? "weighted_random" : "round_robin"
  load_balancing_anomaly_mitigation = var.changed ? "on" : "off"
  load_balancing_cross_zone_enabled = "true"

  health_check {
    path                = "/healthy"
    matcher             = "200,204"
    interval            = var.changed ? 60 : 30
    healthy_threshold   = 2
    unhealthy_threshold = 4
  }

  stickiness {
    type            = var.changed ? "app_cookie" : "lb_cookie"
    cookie_name     = var.changed ? "shop" : null
    cookie_duration = 3600
  }
}

resource "aws_lb_target_group" "grpc" {
  name             = "grpc"
  port             = 50051
  protocol         = "HTTPS"
  protocol_version = "GRPC"
  target_type      = "ip"
  ip_address_type  = "ipv6"
  vpc_id           = aws_vpc.shop.id

  health_check {
    path    = var.changed ? "/shop.Health/Check" : "/AWS.ALB/healthcheck"
    matcher = "0-99"
  }
}

resource "aws_lb_target_group" "plain" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.shop.id
}

resource "aws_lb_target_group" "application" {
  name        = "application"
  port        = 80
  protocol    = "TCP"
  target_type = "alb"
  vpc_id      = aws_vpc.shop.id

  health_check {
    path    = var.changed ? "/healthy" : "/"
    matcher = "200-399"
  }
}

resource "aws_lb_target_group" "function" {
  name                               = "function"
  target_type                        = "lambda"
  lambda_multi_value_headers_enabled = var.changed
}

resource "aws_lb_target_group" "appliances" {
  name        = "appliances"
  port        = 6081
  protocol    = "GENEVE"
  target_type = "ip"
  vpc_id      = aws_vpc.shop.id

  target_failover {
    on_deregistration = var.changed ? "rebalance" : "no_rebalance"
    on_unhealthy      = var.changed ? "rebalance" : "no_rebalance"
  }
}

# --- targets ----------------------------------------------------------------------------------------------------------

resource "aws_lb_target_group_attachment" "tcp" {
  target_group_arn = aws_lb_target_group.tcp.arn
  target_id        = cidrhost(aws_subnet.shop[0].cidr_block, 30)
  port             = 8443
}

resource "aws_lb_target_group_attachment" "elsewhere" {
  target_group_arn  = aws_lb_target_group.http.arn
  target_id         = "192.168.7.7"
  availability_zone = "all"
}

resource "aws_lb_target_group_attachment" "ipv6" {
  target_group_arn = aws_lb_target_group.grpc.arn
  target_id        = cidrhost(aws_subnet.shop[1].ipv6_cidr_block, 30)
}

resource "aws_lb_target_group_attachment" "instance" {
  target_group_arn = aws_lb_target_group.udp.arn
  target_id        = "i-0123456789abcdef0"
}

resource "aws_lb_target_group_attachment" "application" {
  target_group_arn = aws_lb_target_group.application.arn
  target_id        = aws_lb.application_internal.arn
  depends_on       = [aws_lb_listener.application]
}

resource "aws_lb_target_group_attachment" "function" {
  target_group_arn = aws_lb_target_group.function.arn
  target_id        = "arn:aws:lambda:us-west-2:111111111111:function:shop"
}

resource "aws_lb_listener" "application" {
  load_balancer_arn = aws_lb.application_internal.arn
  port              = 80
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:us-west-2:111111111111:certificate/${uuidv5("dns", "shop.example.com")}"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.http.arn
  }
}

resource "aws_lb_listener" "network" {
  load_balancer_arn = aws_lb.network_internal.arn
  port              = 80
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application.arn
  }
}

# --- data sources -----------------------------------------------------------------------------------------------------

data "aws_lb" "application" {
  arn = aws_lb.application_internal.arn

  lifecycle {
    postcondition {
      condition     = self.idle_timeout == (var.changed ? 120 : 60) && self.internal && self.client_keep_alive == 7200
      error_message = "The load balancer is not as it was set."
    }
  }
}

data "aws_lb" "network" {
  name = aws_lb.network_public.name

  lifecycle {
    postcondition {
      condition     = toset(self.subnet_mapping[*].allocation_id) == toset(aws_eip.shop[*].id)
      error_message = "The load balancer does not have its Elastic IP addresses."
    }
  }
}

data "aws_lb_target_group" "http" {
  name = aws_lb_target_group.http.name

  lifecycle {
    postcondition {
      condition     = self.health_check[0].matcher == "200,204" && self.protocol_version == "HTTP2"
      error_message = "The target group is not as it was made."
    }
  }
}

data "aws_lbs" "all" {
  tags = { Stack = "load-balancing" }

  depends_on = [
    aws_lb.application_internal, aws_lb.application_plain, aws_lb.application_public, aws_lb.gateway,
    aws_lb.network_dualstack, aws_lb.network_fixed, aws_lb.network_internal, aws_lb.network_public,
  ]

  lifecycle {
    postcondition {
      condition     = length(self.arns) == 8
      error_message = "Not all load balancers are found by their tag."
    }
  }
}

data "aws_lb_hosted_zone_id" "application" {}

data "aws_lb_hosted_zone_id" "network" {
  load_balancer_type = "network"

  lifecycle {
    postcondition {
      condition     = self.id == aws_lb.network_internal.zone_id
      error_message = "The load balancer's name is not where names of network load balancers are."
    }
  }
}

data "aws_network_interfaces" "application" {
  filter {
    name   = "description"
    values = ["ELB ${aws_lb.application_public.arn_suffix}"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 3
      error_message = "The load balancer does not have an interface in each of its subnets."
    }
  }
}

data "aws_eip" "shop" {
  id = tolist(aws_lb.network_public.subnet_mapping)[0].allocation_id

  lifecycle {
    postcondition {
      condition     = self.network_interface_id != ""
      error_message = "The Elastic IP address is not in front of the load balancer."
    }
  }
}

output "arns" {
  description = "What each resource is imported by."
  value = {
    application_internal = aws_lb.application_internal.arn
    application_plain    = aws_lb.application_plain.arn
    application_public   = aws_lb.application_public.arn
    gateway              = aws_lb.gateway.arn
    network_dualstack    = aws_lb.network_dualstack.arn
    network_fixed        = aws_lb.network_fixed.arn
    network_internal     = aws_lb.network_internal.arn
    network_public       = aws_lb.network_public.arn
    appliances           = aws_lb_target_group.appliances.arn
    application          = aws_lb_target_group.application.arn
    function             = aws_lb_target_group.function.arn
    grpc                 = aws_lb_target_group.grpc.arn
    http                 = aws_lb_target_group.http.arn
    plain                = aws_lb_target_group.plain.arn
    tcp                  = aws_lb_target_group.tcp.arn
    tls                  = aws_lb_target_group.tls.arn
    udp                  = aws_lb_target_group.udp.arn
  }
}
