# A 12-digit access key is the account; any secret will do.

provider "aws" {
  alias      = "publisher"
  region     = var.region
  access_key = "111111111111"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }

  default_tags {
    tags = { Side = "publisher" }
  }
}

provider "aws" {
  alias      = "consumer"
  region     = var.region
  access_key = "222222222222"
  secret_key = "any"

  endpoints {
    ec2   = var.endpoint_url
    elbv2 = var.endpoint_url
    sts   = var.endpoint_url
  }

  default_tags {
    tags = { Side = "consumer" }
  }
}
