# The provider of the service, its consumer in the same region, and the same consumer in another one.

variable "endpoint_url" {
  description = "Where privlink listens."
  type        = string
}

provider "aws" {
  alias      = "publisher"
  region     = "us-east-1"
  access_key = "111111111111"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }
}

provider "aws" {
  alias      = "near"
  region     = "us-east-1"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

provider "aws" {
  alias      = "far"
  region     = "eu-west-1"
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}
