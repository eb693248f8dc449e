output "record" {
  description = "What the owner of the private name's domain has to publish there."
  value = [
    for record in aws_vpc_endpoint_service.publisher.private_dns_name_configuration : {
      name  = "${record.name}.${aws_vpc_endpoint_service.publisher.private_dns_name}"
      type  = record.type
      value = record.value
    }
  ]
}

output "ids" {
  value = {
    service      = aws_vpc_endpoint_service.publisher.id
    near         = aws_vpc_endpoint.near.id
    far          = aws_vpc_endpoint.far.id
    notification = aws_vpc_endpoint_connection_notification.publisher.id
  }
}
