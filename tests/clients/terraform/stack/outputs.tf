output "service_id" {
  value = aws_vpc_endpoint_service.publisher.id
}

output "service_name" {
  value = aws_vpc_endpoint_service.publisher.service_name
}

output "endpoint_id" {
  value = aws_vpc_endpoint.consumer.id
}

output "interface_addresses" {
  value = { for interface in data.aws_network_interface.endpoint : interface.subnet_id => interface.private_ip }
}
