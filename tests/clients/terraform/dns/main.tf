# Names in Route 53: a public zone with records of many types, private zones of one account and of two, and the record by which
# an endpoint service's private DNS name is verified.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

variable "changed" {
  description = "Whether everything that can be changed in place is as it is to be in the end."
  type        = bool
  default     = false
}

provider "aws" {
  region     = "eu-central-1"
  access_key = "111111111111"
  secret_key = "any"

  endpoints {
    ec2     = var.endpoint_url
    elbv2   = var.endpoint_url
    route53 = var.endpoint_url
    sts     = var.endpoint_url
  }
}

provider "aws" {
  alias      = "consumer"
  region     = "us-west-2"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2     = var.endpoint_url
    route53 = var.endpoint_url
    sts     = var.endpoint_url
  }
}
