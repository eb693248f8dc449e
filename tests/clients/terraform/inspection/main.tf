# Traffic through appliances: a gateway load balancer's service in one account, an endpoint and a route to it in another.

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
  alias      = "appliances"
  region     = "us-west-2"
  access_key = "111111111111"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

provider "aws" {
  alias      = "consumer"
  region     = "us-west-2"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

resource "aws_vpc" "appliances" {
  provider   = aws.appliances
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "appliances" {
  provider = aws.appliances

  vpc_id            = aws_vpc.appliances.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_lb" "appliances" {
  provider = aws.appliances

  name                             = "appliances"
  load_balancer_type               = "gateway"
  enable_cross_zone_load_balancing = var.changed
  subnets                          = [aws_subnet.appliances.id]
}

resource "aws_lb_target_group" "appliances" {
  provider = aws.appliances

  name        = "appliances"
  port        = 6081
  protocol    = "GENEVE"
  target_type = "ip"
  vpc_id      = aws_vpc.appliances.id

  health_check {
    port     = 80
    protocol = "HTTP"
    path     = var.changed ? "/healthy" : "/"
  }
}

resource "aws_lb_target_group_attachment" "appliances" {
  provider = aws.appliances

  target_group_arn = aws_lb_target_group.appliances.arn
  target_id        = cidrhost(aws_subnet.appliances.cidr_block, 10)
}

resource "aws_lb_listener" "appliances" {
  provider          = aws.appliances
  load_balancer_arn = aws_lb.appliances.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.appliances.arn
  }
}

resource "aws_vpc_endpoint_service" "appliances" {
  provider = aws.appliances

  acceptance_required        = false
  allowed_principals         = ["arn:aws:iam::222222222222:root"]
  gateway_load_balancer_arns = [aws_lb.appliances.arn]
  tags                       = { Changed = var.changed }

  lifecycle {
    postcondition {
      condition     = self.service_type == "GatewayLoadBalancer" && self.private_dns_name == ""
      error_message = "The service is not one of a gateway load balancer."
    }
  }
}

resource "aws_vpc" "consumer" {
  provider   = aws.consumer
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "consumer" {
  provider = aws.consumer

  vpc_id            = aws_vpc.consumer.id
  cidr_block        = "10.2.1.0/24"
  availability_zone = "us-west-2a"
}

resource "aws_route_table" "consumer" {
  provider = aws.consumer
  vpc_id   = aws_vpc.consumer.id
}

resource "aws_vpc_endpoint" "consumer" {
  provider = aws.consumer

  vpc_id            = aws_vpc.consumer.id
  service_name      = aws_vpc_endpoint_service.appliances.service_name
  vpc_endpoint_type = aws_vpc_endpoint_service.appliances.service_type
  subnet_ids        = [aws_subnet.consumer.id]
  tags              = { Changed = var.changed }

  lifecycle {
    postcondition {
      condition     = self.state == "available" && length(self.network_interface_ids) == 1
      error_message = "The endpoint is not available, or does not have its one interface."
    }
    postcondition {
      condition     = length(self.dns_entry) == 0 && length(self.security_group_ids) == 0
      error_message = "The endpoint has names or security groups, which its type does not have."
    }
  }
}

data "aws_network_interface" "consumer" {
  provider = aws.consumer
  id       = one(aws_vpc_endpoint.consumer.network_interface_ids)

  lifecycle {
    postcondition {
      condition     = self.interface_type == "gateway_load_balancer_endpoint" && length(self.security_groups) == 0
      error_message = "The endpoint's interface is of another type, or has security groups."
    }
  }
}

# A route to another destination is another route: the change replaces it.
resource "aws_route" "inspected" {
  provider = aws.consumer

  route_table_id         = aws_route_table.consumer.id
  destination_cidr_block = var.changed ? "192.0.2.0/24" : "0.0.0.0/0"
  vpc_endpoint_id        = aws_vpc_endpoint.consumer.id

  lifecycle {
    postcondition {
      condition     = self.state == "active" && self.origin == "CreateRoute"
      error_message = "The route to the endpoint is not active."
    }
  }
}

output "ids" {
  description = "What each resource is imported by."
  value = {
    load_balancer = aws_lb.appliances.arn
    target_group  = aws_lb_target_group.appliances.arn
    listener      = aws_lb_listener.appliances.arn
    service       = aws_vpc_endpoint_service.appliances.id
    endpoint      = aws_vpc_endpoint.consumer.id
    route         = "${aws_route.inspected.route_table_id}_${aws_route.inspected.destination_cidr_block}"
  }
}
