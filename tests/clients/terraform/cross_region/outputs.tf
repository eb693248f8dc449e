output "private_dns" {
  description = "The private name, and the record that verifies its domain."
  value = {
    domain = aws_vpc_endpoint_service.publisher.private_dns_name
    record = one(aws_vpc_endpoint_service.publisher.private_dns_name_configuration)
  }
}

output "near_names" {
  value = aws_vpc_endpoint.near.dns_entry[*].dns_name
}

output "ids" {
  value = {
    service      = aws_vpc_endpoint_service.publisher.id
    near         = aws_vpc_endpoint.near.id
    far          = aws_vpc_endpoint.far.id
    notification = aws_vpc_endpoint_connection_notification.publisher.id
  }
}
