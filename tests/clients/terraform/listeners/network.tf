# Listeners of the other load balancers.

resource "aws_lb_listener" "tcp" {
  load_balancer_arn        = aws_lb.shop["network"].arn
  port                     = 443
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = var.changed ? 60 : null

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.network["tcp"].arn
  }
}

resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.shop["network"].arn
  port              = 8443
  protocol          = "TLS"
  certificate_arn   = local.certificates["shop"]
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
  alpn_policy       = var.changed ? "HTTP2Only" : "HTTP2Preferred"

  default_action {
    type = "forward"

    forward {
      target_group {
        arn = aws_lb_target_group.network["tls"].arn
      }

      target_group {
        arn    = aws_lb_target_group.network["tls2"].arn
        weight = var.changed ? 3 : 2
      }
    }
  }
}

resource "aws_lb_listener_certificate" "tls" {
  listener_arn    = aws_lb_listener.tls.arn
  certificate_arn = local.certificates["pay"]
}

resource "aws_lb_listener" "udp" {
  load_balancer_arn = aws_lb.shop["network"].arn
  port              = 53
  protocol          = "UDP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.network["udp"].arn
  }
}

resource "aws_lb_listener" "tcp_udp" {
  load_balancer_arn = aws_lb.shop["network"].arn
  port              = 54
  protocol          = "TCP_UDP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.network["tcp-udp"].arn
  }
}

resource "aws_lb_listener" "gateway" {
  load_balancer_arn        = aws_lb.shop["gateway"].arn
  tcp_idle_timeout_seconds = 120

  default_action {
    type = "forward"

    forward {
      target_group {
        arn = aws_lb_target_group.gateway.arn
      }
    }
  }
}

output "ids" {
  value = {
    redirected  = aws_lb_listener.redirected.arn
    weighted    = aws_lb_listener.weighted.arn
    plain       = aws_lb_listener.plain.arn
    fixed       = aws_lb_listener.fixed.arn
    cognito     = aws_lb_listener.cognito.arn
    tcp         = aws_lb_listener.tcp.arn
    tls         = aws_lb_listener.tls.arn
    udp         = aws_lb_listener.udp.arn
    tcp_udp     = aws_lb_listener.tcp_udp.arn
    gateway     = aws_lb_listener.gateway.arn
    certificate = aws_lb_listener_certificate.weighted.id

    rule_forward  = aws_lb_listener_rule.forward.arn
    rule_weighted = aws_lb_listener_rule.weighted.arn
    rule_redirect = aws_lb_listener_rule.redirect.arn
    rule_fixed    = aws_lb_listener_rule.fixed.arn
    rule_cognito  = aws_lb_listener_rule.cognito.arn
  }
}
