variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "endpoint_subnet_count" {
  description = "In how many of the consumer's two subnets the endpoint has an interface."
  type        = number
  default     = 1
}

variable "tags" {
  description = "Tags of the endpoint service, the endpoint and the endpoint's security group."
  type        = map(string)
  default     = { Revision = "one", Temporary = "yes" }
}

locals {
  # Both sides use the same addresses: PrivateLink does not mind.
  vpc_cidr = "10.0.0.0/16"
}
