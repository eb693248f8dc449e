# Listeners of the application load balancer, with default actions of all types.

resource "aws_lb_listener" "redirected" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = 80

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = var.changed ? "HTTP_301" : "HTTP_302"
    }
  }
}

resource "aws_lb_listener" "weighted" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = local.certificates[var.changed ? "shop_renewed" : "shop"]
  ssl_policy        = var.changed ? "ELBSecurityPolicy-TLS13-1-2-2021-06" : null
  tags              = { Changed = var.changed }

  routing_http_request_x_amzn_tls_version_header_name                 = var.changed ? "X-Tls" : null
  routing_http_response_server_enabled                                = var.changed
  routing_http_response_strict_transport_security_header_value        = "max-age=31536000"
  routing_http_response_access_control_max_age_header_value           = "600"
  routing_http_response_access_control_allow_credentials_header_value = "true"

  mutual_authentication {
    mode = var.changed ? "off" : "passthrough"
  }

  default_action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.application["blue"].arn
        weight = var.changed ? 0 : 90
      }

      target_group {
        arn    = aws_lb_target_group.application["green"].arn
        weight = var.changed ? 100 : 10
      }

      stickiness {
        enabled  = true
        duration = var.changed ? 60 : 600
      }
    }
  }
}

resource "aws_lb_listener_certificate" "weighted" {
  listener_arn    = aws_lb_listener.weighted.arn
  certificate_arn = local.certificates["pay"]
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = var.changed ? 8081 : 8080
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application["plain"].arn
  }
}

resource "aws_lb_listener" "fixed" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = 9090
  protocol          = "HTTP"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = var.changed ? "gone <for good>" : "back soon"
      status_code  = var.changed ? "404" : "503"
    }
  }
}

resource "aws_lb_listener" "oidc" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = 8443
  protocol          = "HTTPS"
  certificate_arn   = local.certificates["shop"]

  default_action {
    type = "authenticate-oidc"

    authenticate_oidc {
      authorization_endpoint     = "https://id.example.com/authorize"
      client_id                  = "shop"
      client_secret              = "secret"
      issuer                     = "https://id.example.com"
      on_unauthenticated_request = var.changed ? "deny" : "authenticate"
      token_endpoint             = "https://id.example.com/token"
      user_info_endpoint         = "https://id.example.com/user"

      authentication_request_extra_params = {
        display = "page"
        prompt  = "login"
      }
    }
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application["plain"].arn
  }
}

resource "aws_lb_listener" "cognito" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = 8444
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:iam::111111111111:server-certificate/shop/pay"

  default_action {
    order = 10
    type  = "authenticate-cognito"

    authenticate_cognito {
      session_timeout     = var.changed ? 60 : 3600
      user_pool_arn       = "arn:aws:cognito-idp:us-west-2:111111111111:userpool/us-west-2_Shop"
      user_pool_client_id = "shop"
      user_pool_domain    = "shop"
    }
  }

  default_action {
    order = 20
    type  = "forward"

    forward {
      target_group {
        arn = aws_lb_target_group.application["plain"].arn
      }
    }
  }
}

data "aws_lb_listener" "by_arn" {
  arn = aws_lb_listener.weighted.arn

  lifecycle {
    postcondition {
      condition     = self.port == 443 && self.certificate_arn == aws_lb_listener.weighted.certificate_arn
      error_message = "The listener is not the one of that ARN."
    }
  }
}

data "aws_lb_listener" "by_port" {
  load_balancer_arn = aws_lb.shop["application"].arn
  port              = aws_lb_listener.fixed.port

  lifecycle {
    postcondition {
      condition     = self.arn == aws_lb_listener.fixed.arn
      error_message = "The listener is not the one on that port."
    }
  }
}
