# The public zone, in which everything is whose answer is a record's own.

resource "aws_route53_zone" "public" {
  name    = "Orders.example.com"
  comment = var.changed ? "Orders, and what belongs to them" : "Orders"
  tags    = { Changed = var.changed }
}

locals {
  records = {
    "A www"          = ["192.0.2.${var.changed ? 3 : 1}", "192.0.2.2"]
    "AAAA www"       = ["2001:db8::1"]
    "A *.pool"       = ["192.0.2.4"]
    "CAA "           = ["0 issue \"ca.example.net\"", "0 iodef \"mailto:security@example.com\""]
    "CNAME shop"     = ["www.orders.example.com"]
    "DS delegated"   = ["12345 13 2 49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE"]
    "HTTPS www"      = ["1 . alpn=\"h2,h3\""]
    "MX "            = ["10 mail-a.example.net.", "20 mail-b.example.net."]
    "NAPTR sip"      = ["100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.com."]
    "NS delegated"   = ["ns-a.example.net.", "ns-b.example.net."]
    "PTR 1"          = ["host.example.com"]
    "SRV _ldap._tcp" = ["0 5 389 ldap.example.com."]
    "SSHFP bastion"  = ["1 1 09F6A01D2175742B257C6B98B7C72C44C4040683"]
    "TLSA _443._tcp" = ["3 1 1 0D6FCE13243AA7E7C5F9B3F3E2B1E8B6A4C0F6E5D4C3B2A19080706050403020"]
    "TXT "           = ["v=spf1 -all", "first\" \"second", "\\303\\244"]
  }
}

resource "aws_route53_record" "simple" {
  for_each = local.records

  zone_id = aws_route53_zone.public.zone_id
  name    = trimprefix(join(".", compact([split(" ", each.key)[1], aws_route53_zone.public.name])), ".")
  type    = split(" ", each.key)[0]
  ttl     = var.changed ? 60 : 300
  records = each.value
}

resource "aws_route53_record" "weighted" {
  count = 2

  zone_id        = aws_route53_zone.public.zone_id
  name           = "weighted.${aws_route53_zone.public.name}"
  type           = "CNAME"
  ttl            = 60
  records        = ["${count.index == 0 ? "blue" : "green"}.example.com"]
  set_identifier = count.index == 0 ? "blue" : "green"

  weighted_routing_policy {
    weight = var.changed ? 50 : 100 * count.index
  }
}

resource "aws_route53_record" "latency" {
  for_each = toset(["eu-central-1", "us-east-1"])

  zone_id        = aws_route53_zone.public.zone_id
  name           = "near.${aws_route53_zone.public.name}"
  type           = "A"
  set_identifier = each.key

  latency_routing_policy {
    region = each.key
  }

  alias {
    name                   = "Front-1234567890.${each.key}.elb.amazonaws.com"
    zone_id                = "Z215JYRZR1TBD5"
    evaluate_target_health = var.changed
  }
}

resource "aws_route53_record" "failover" {
  for_each = { PRIMARY = "192.0.2.10", SECONDARY = "192.0.2.11" }

  zone_id        = aws_route53_zone.public.zone_id
  name           = "failover"
  type           = "A"
  ttl            = 60
  records        = [each.value]
  set_identifier = lower(each.key)

  failover_routing_policy {
    type = each.key
  }
}

resource "aws_route53_record" "geolocation" {
  for_each = {
    default = { country = "*" }
    europe  = { continent = "EU" }
    texas   = { country = "US", subdivision = "TX" }
  }

  zone_id        = aws_route53_zone.public.zone_id
  name           = "geo"
  type           = "TXT"
  ttl            = 60
  records        = [each.key]
  set_identifier = each.key

  geolocation_routing_policy {
    continent   = lookup(each.value, "continent", null)
    country     = lookup(each.value, "country", null)
    subdivision = lookup(each.value, "subdivision", null)
  }
}

resource "aws_route53_record" "geoproximity" {
  zone_id        = aws_route53_zone.public.zone_id
  name           = "proximity"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.20"]
  set_identifier = "london"

  geoproximity_routing_policy {
    bias = 10

    coordinates {
      latitude  = "51.50"
      longitude = "-0.12"
    }
  }
}

resource "aws_route53_record" "multivalue" {
  zone_id                          = aws_route53_zone.public.zone_id
  name                             = "several"
  type                             = "A"
  ttl                              = 60
  records                          = ["192.0.2.30"]
  set_identifier                   = "one"
  multivalue_answer_routing_policy = true
}

# An alias of a name in the zone itself, at its apex.
resource "aws_route53_record" "apex" {
  zone_id = aws_route53_zone.public.zone_id
  name    = aws_route53_zone.public.name
  type    = "A"

  alias {
    name                   = aws_route53_record.simple["A www"].fqdn
    zone_id                = aws_route53_zone.public.zone_id
    evaluate_target_health = false
  }
}

# The start of authority that came with the zone.
resource "aws_route53_record" "authority" {
  allow_overwrite = true

  zone_id = aws_route53_zone.public.zone_id
  name    = aws_route53_zone.public.name
  type    = "SOA"
  ttl     = 900
  records = ["${aws_route53_zone.public.primary_name_server}. hostmaster.example.com. 1 7200 900 1209600 ${var.changed ? 300 : 86400}"]
}

data "aws_route53_zone" "public" {
  name = "orders.example.com."

  lifecycle {
    postcondition {
      condition     = self.zone_id == aws_route53_zone.public.zone_id && toset(self.name_servers) == toset(aws_route53_zone.public.name_servers)
      error_message = "The zone is not found by its name."
    }
  }

  depends_on = [aws_route53_zone.public]
}

data "aws_route53_zones" "all" {
  lifecycle {
    postcondition {
      condition     = contains(self.ids, aws_route53_zone.public.zone_id)
      error_message = "The zone is not listed."
    }
  }

  depends_on = [aws_route53_zone.public]
}

data "aws_route53_records" "public" {
  zone_id    = aws_route53_zone.public.zone_id
  name_regex = "^www"

  lifecycle {
    postcondition {
      condition     = length(self.resource_record_sets) == 3
      error_message = "The records are not listed."
    }
  }

  depends_on = [aws_route53_record.simple]
}
