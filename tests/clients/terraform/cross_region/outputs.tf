output "private_dns_record" {
  value = one(aws_vpc_endpoint_service.publisher.private_dns_name_configuration)
}

output "private_dns_name" {
  value = aws_vpc_endpoint_service.publisher.private_dns_name
}

output "ids" {
  value = {
    service           = aws_vpc_endpoint_service.publisher.id
    near              = aws_vpc_endpoint.near.id
    far               = aws_vpc_endpoint.far.id
    notification      = aws_vpc_endpoint_connection_notification.publisher.id
    near_notification = aws_vpc_endpoint_connection_notification.near.id
  }
}

output "near_names" {
  value = aws_vpc_endpoint.near.dns_entry[*].dns_name
}
