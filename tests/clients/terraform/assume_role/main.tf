# One pair of credentials, two accounts: the roles that it assumes decide which. A third provider asks STS nothing.

variable "endpoint_url" {
  type = string
}

provider "aws" {
  alias      = "publisher"
  region     = "us-east-1"
  access_key = "999999999999"
  secret_key = "any"

  assume_role {
    role_arn     = "arn:aws:iam::111111111111:role/deployer"
    session_name = "privlink"
  }

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

provider "aws" {
  alias      = "consumer"
  region     = "us-east-1"
  access_key = "999999999999"
  secret_key = "any"

  assume_role {
    role_arn     = "arn:aws:iam::222222222222:role/deployer"
    session_name = "privlink"
  }

  endpoints {
    ec2 = var.endpoint_url
    sts = var.endpoint_url
  }
}

provider "aws" {
  alias                       = "quiet"
  region                      = "us-east-1"
  access_key                  = "333333333333"
  secret_key                  = "any"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true

  endpoints {
    ec2 = var.endpoint_url
  }
}

data "aws_caller_identity" "publisher" {
  provider = aws.publisher

  lifecycle {
    postcondition {
      condition     = self.account_id == "111111111111" && endswith(self.arn, ":assumed-role/deployer/privlink")
      error_message = "The assumed role does not act in its own account."
    }
  }
}

data "aws_caller_identity" "consumer" {
  provider = aws.consumer

  lifecycle {
    postcondition {
      condition     = self.account_id == "222222222222" && endswith(self.arn, ":assumed-role/deployer/privlink")
      error_message = "The assumed role does not act in its own account."
    }
  }
}

resource "aws_vpc" "publisher" {
  provider   = aws.publisher
  cidr_block = "10.0.0.0/16"

  lifecycle {
    postcondition {
      condition     = self.owner_id == "111111111111"
      error_message = "The VPC belongs to another account than the assumed role's."
    }
  }
}

resource "aws_vpc" "consumer" {
  provider   = aws.consumer
  cidr_block = "10.0.0.0/16"

  lifecycle {
    postcondition {
      condition     = self.owner_id == "222222222222"
      error_message = "The VPC belongs to another account than the assumed role's."
    }
  }
}

resource "aws_vpc" "quiet" {
  provider   = aws.quiet
  cidr_block = "10.0.0.0/16"

  lifecycle {
    postcondition {
      condition     = self.owner_id == "333333333333"
      error_message = "The VPC belongs to another account than the access key's."
    }
  }
}
