# An endpoint service whose private DNS name is verified by a record of the public zone.

resource "aws_subnet" "publisher" {
  vpc_id     = aws_vpc.publisher[0].id
  cidr_block = "10.0.1.0/24"
}

resource "aws_lb" "orders" {
  name               = "orders"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.publisher.id]
}

resource "aws_vpc_endpoint_service" "orders" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.orders.arn]
  private_dns_name           = "api.orders.example.com"
}

resource "aws_route53_record" "verification" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "${aws_vpc_endpoint_service.orders.private_dns_name_configuration[0].name}.api.orders.example.com"
  type    = aws_vpc_endpoint_service.orders.private_dns_name_configuration[0].type
  ttl     = 1800
  records = [aws_vpc_endpoint_service.orders.private_dns_name_configuration[0].value]
}

resource "aws_vpc_endpoint_service_private_dns_verification" "orders" {
  service_id            = aws_vpc_endpoint_service.orders.id
  wait_for_verification = true

  depends_on = [aws_route53_record.verification]
}

output "ids" {
  value = {
    public    = aws_route53_zone.public.zone_id
    own       = aws_route53_zone.own.zone_id
    shared    = aws_route53_zone.shared.zone_id
    publisher = aws_vpc.publisher[1].id
    consumer  = aws_vpc.consumer.id
    service   = aws_vpc_endpoint_service.orders.id
  }
}
