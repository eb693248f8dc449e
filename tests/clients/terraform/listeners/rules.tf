# Rules with conditions of all kinds and actions of all types.

resource "aws_lb_listener_rule" "forward" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = var.changed ? 20 : 10
  tags         = { Changed = var.changed }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application["search"].arn
  }

  condition {
    host_header {
      values = ["search.example.com", "*.search.example.com"]
    }
  }

  condition {
    path_pattern {
      values = var.changed ? ["/find/*"] : ["/search/*", "/find/*"]
    }
  }
}

resource "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = 100

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.application["blue"].arn
        weight = var.changed ? 1 : 5
      }

      target_group {
        arn    = aws_lb_target_group.application["search"].arn
        weight = 5
      }

      stickiness {
        enabled  = false
        duration = 300
      }
    }
  }

  condition {
    http_header {
      http_header_name = "X-Stage"
      values           = ["test*"]
    }
  }

  condition {
    http_header {
      http_header_name = "User-Agent"
      values           = ["*Mozilla*"]
    }
  }

  condition {
    http_request_method {
      values = ["GET", "HEAD"]
    }
  }
}

resource "aws_lb_listener_rule" "redirect" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = 200

  action {
    type = "redirect"

    redirect {
      host        = "www.example.com"
      path        = "/moved/#{path}"
      status_code = "HTTP_301"
    }
  }

  condition {
    query_string {
      key   = "version"
      value = "1"
    }

    query_string {
      value = "old"
    }
  }

  condition {
    source_ip {
      values = ["10.0.0.0/8", "2001:db8::/32"]
    }
  }
}

# Without a priority: the provider takes the next one.
resource "aws_lb_listener_rule" "fixed" {
  listener_arn = aws_lb_listener.fixed.arn

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ healthy = true })
      status_code  = "200"
    }
  }

  condition {
    path_pattern {
      values = ["/health"]
    }
  }
}

resource "aws_lb_listener_rule" "oidc" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = 300

  action {
    type = "authenticate-oidc"

    authenticate_oidc {
      authorization_endpoint = "https://id.example.com/authorize"
      client_id              = "shop"
      client_secret          = "secret"
      issuer                 = "https://id.example.com"
      token_endpoint         = "https://id.example.com/token"
      user_info_endpoint     = "https://id.example.com/user"
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.application["blue"].arn
  }

  condition {
    path_pattern {
      values = ["/account/*"]
    }
  }
}

resource "aws_lb_listener_rule" "cognito" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = 400

  action {
    type = "authenticate-cognito"

    authenticate_cognito {
      user_pool_arn       = "arn:aws:cognito-idp:us-west-2:111111111111:userpool/us-west-2_Shop"
      user_pool_client_id = "shop"
      user_pool_domain    = "shop"

      authentication_request_extra_params = {
        prompt = "login"
      }
    }
  }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/html"
      status_code  = "200"
    }
  }

  condition {
    path_pattern {
      values = ["/welcome"]
    }
  }
}

data "aws_lb_listener_rule" "weighted" {
  listener_arn = aws_lb_listener.weighted.arn
  priority     = aws_lb_listener_rule.weighted.priority

  lifecycle {
    postcondition {
      condition     = self.arn == aws_lb_listener_rule.weighted.arn && length(self.condition) == 3
      error_message = "The rule is not the one of that priority."
    }
  }
}
