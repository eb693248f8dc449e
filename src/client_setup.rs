//! What clients need to be told so that they ask this server: environment variables, and a file for Terraform.

use clap::{Args, ValueEnum};

use crate::aws;
use crate::domain::error::Error;
use crate::domain::scope::{AccountId, RegionName};
use crate::gate::DEFAULT_REGION;
use crate::upstream::{Address, AddressError};

/// The names that the Terraform AWS provider has for the endpoints of AWS's services, in version 5.100.
const TERRAFORM_ENDPOINTS: &str = include_str!("terraform_endpoints.txt");
/// What stands where a secret is asked for. No secret is checked.
const SECRET: &str = "privlink";
/// The account of clients that name none.
const DEFAULT_ACCOUNT: &str = "000000000000";

/// Flags of `privlink env` and `privlink terraform`.
#[derive(Args, Clone, Debug)]
pub struct ClientFlags {
    /// Address of the server
    #[arg(long, env = "PRIVLINK_URL", default_value = "http://127.0.0.1:4566")]
    pub url: String,
    /// Account that the client acts for, used as its access key [default: 000000000000]
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Region that the client asks [default: us-east-1; for Terraform, what the configuration says]
    #[arg(long)]
    pub region: Option<String>,
    /// Only send what the server serves itself; other services stay where they are
    #[arg(long)]
    pub only_served: bool,
}

/// Whose syntax the variables are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// sh, bash, zsh: `eval "$(privlink env)"`
    #[default]
    Sh,
    /// fish: `privlink env --shell fish | source`
    Fish,
    /// `PowerShell`: `privlink env --shell powershell | Out-String | Invoke-Expression`
    Powershell,
    /// A file of variables, as `docker run --env-file` reads it
    EnvFile,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The address is none.
    #[error("--url {text}: {error}")]
    Url {
        /// What was given.
        text: String,
        /// Why it is none.
        error: AddressError,
    },
    /// An account or a region is none.
    #[error("{flag}: {}", .error.message)]
    Value {
        /// The flag.
        flag: &'static str,
        /// Why.
        error: Error,
    },
    /// What is before the account is no name that Terraform takes.
    #[error("--alias {0}: it has the form NAME=ACCOUNT, with a name of letters, digits, - and _")]
    Alias(String),
}

/// Flags that have been checked. Nothing in them needs to be quoted anywhere.
struct Setup {
    url: String,
    account: Option<AccountId>,
    region: Option<RegionName>,
    only_served: bool,
}

impl Setup {
    fn of(flags: ClientFlags) -> Result<Self, SetupError> {
        let ClientFlags {
            url,
            account,
            region,
            only_served,
        } = flags;
        let address = if url.contains(['\'', '"', '\\', '$', '`']) {
            Err(AddressError::NotHttp)
        } else {
            url.parse::<Address>()
        };
        let address = address.map_err(|error| SetupError::Url { text: url, error })?;
        Ok(Self {
            url: address.to_string().trim_end_matches('/').to_owned(),
            account: account
                .as_deref()
                .map(|account| parse_account("--account", account))
                .transpose()?,
            region: region.as_deref().map(parse_region).transpose()?,
            only_served,
        })
    }

    /// The variables that name the server.
    fn endpoint_variables(&self) -> Vec<String> {
        if !self.only_served {
            return vec!["AWS_ENDPOINT_URL".to_owned()];
        }
        let variable = |service: aws::ServiceNames| {
            let service = service.service_id.to_uppercase().replace(' ', "_");
            format!("AWS_ENDPOINT_URL_{service}")
        };
        let served = aws::service_names().filter(|service| !service.partial);
        served.map(variable).collect()
    }

    fn endpoint_names(&self) -> Vec<&'static str> {
        if !self.only_served {
            return TERRAFORM_ENDPOINTS.lines().collect();
        }
        let served = aws::service_names().filter(|service| !service.partial);
        let mut names: Vec<&str> = served.map(|service| service.endpoint_name).collect();
        names.sort_unstable();
        names
    }
}

fn parse_account(flag: &'static str, text: &str) -> Result<AccountId, SetupError> {
    AccountId::parse(text).map_err(|error| SetupError::Value { flag, error })
}

fn parse_region(text: &str) -> Result<RegionName, SetupError> {
    RegionName::parse(text).map_err(|error| SetupError::Value {
        flag: "--region",
        error,
    })
}

/// Environment variables by which the AWS CLI, the SDKs and Terraform ask the server.
pub fn environment(flags: ClientFlags, shell: Shell) -> Result<String, SetupError> {
    let setup = Setup::of(flags)?;
    let region = setup
        .region
        .as_ref()
        .map_or(DEFAULT_REGION, RegionName::as_str);
    let account = setup
        .account
        .as_ref()
        .map_or(DEFAULT_ACCOUNT, AccountId::as_str);
    let mut variables: Vec<(String, String)> = setup
        .endpoint_variables()
        .into_iter()
        .map(|name| (name, setup.url.clone()))
        .collect();
    for (name, value) in [
        ("AWS_ACCESS_KEY_ID", account),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_REGION", region),
        ("AWS_DEFAULT_REGION", region),
    ] {
        variables.push((name.to_owned(), value.to_owned()));
    }
    let line = |(name, value): &(String, String)| match shell {
        Shell::Sh => format!("export {name}='{value}'\n"),
        Shell::Fish => format!("set -gx {name} '{value}'\n"),
        Shell::Powershell => format!("$Env:{name} = '{value}'\n"),
        Shell::EnvFile => format!("{name}={value}\n"),
    };
    // A token or a profile of before would stand for somebody else.
    let forget = match shell {
        Shell::Sh => "unset AWS_SESSION_TOKEN AWS_PROFILE\n",
        Shell::Fish => "set -e AWS_SESSION_TOKEN; set -e AWS_PROFILE\n",
        Shell::Powershell => {
            "Remove-Item Env:AWS_SESSION_TOKEN, Env:AWS_PROFILE -ErrorAction SilentlyContinue\n"
        }
        Shell::EnvFile => "",
    };
    Ok(variables.iter().map(line).collect::<String>() + forget)
}

/// A file that, lying beside a configuration for Terraform, makes its AWS providers ask the server. `aliases` are
/// `NAME=ACCOUNT`, for configurations with several providers.
pub fn terraform_override(flags: ClientFlags, aliases: &[String]) -> Result<String, SetupError> {
    let setup = Setup::of(flags)?;
    let mut file = String::from(
        "# Made by `privlink terraform`. Beside a configuration, in a file whose name ends in _override.tf, it makes the\n\
        # AWS provider ask privlink. The names of endpoints are those of version 5.100 of the provider.\n",
    );
    // A configuration need not have a provider without a name, and then it must not be overridden.
    if setup.account.is_some() || aliases.is_empty() {
        let account = setup.account.as_ref();
        provider(
            &mut file,
            &setup,
            None,
            account.map_or(DEFAULT_ACCOUNT, AccountId::as_str),
        );
    }
    for alias in aliases {
        let refused = || SetupError::Alias(alias.clone());
        let (name, account) = alias.split_once('=').ok_or_else(refused)?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if !name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            || !name.bytes().all(fits)
        {
            return Err(refused());
        }
        provider(
            &mut file,
            &setup,
            Some(name),
            parse_account("--alias", account)?.as_str(),
        );
    }
    Ok(file)
}

fn provider(file: &mut String, setup: &Setup, alias: Option<&str>, account: &str) {
    let names = setup.endpoint_names();
    let width = names
        .iter()
        .map(|name| name.len())
        .max()
        .unwrap_or_default();
    let quoted = |text: &str| format!("\"{text}\"");
    let region = setup.region.as_ref();
    let arguments = [
        ("alias", alias.map(quoted)),
        ("region", region.map(|region| quoted(region.as_str()))),
        ("access_key", Some(quoted(account))),
        ("secret_key", Some(quoted(SECRET))),
        ("skip_metadata_api_check", Some("true".to_owned())),
        // Otherwise a bucket's name stands in the host, which would have to lead here.
        (
            "s3_use_path_style",
            (!setup.only_served).then(|| "true".to_owned()),
        ),
    ];
    file.push_str("\nprovider \"aws\" {\n");
    for (name, value) in arguments {
        if let Some(value) = value {
            file.push_str(&format!("  {name:23} = {value}\n"));
        }
    }
    file.push_str("\n  endpoints {\n");
    for name in names {
        file.push_str(&format!("    {name:width$} = \"{}\"\n", setup.url));
    }
    file.push_str("  }\n}\n");
}

#[cfg(test)]
mod tests {
    use super::{ClientFlags, Shell, environment, terraform_override};

    fn flags() -> ClientFlags {
        ClientFlags {
            url: "http://127.0.0.1:4566/".to_owned(),
            account: None,
            region: None,
            only_served: false,
        }
    }

    #[test]
    fn variables_in_each_syntax() {
        let mut text = String::new();
        for shell in [Shell::Sh, Shell::Fish, Shell::Powershell, Shell::EnvFile] {
            text += &(environment(flags(), shell).unwrap() + "\n");
        }
        let served = ClientFlags {
            account: Some("111111111111".to_owned()),
            region: Some("eu-west-1".to_owned()),
            only_served: true,
            ..flags()
        };
        text += &environment(served, Shell::EnvFile).unwrap();
        insta::assert_snapshot!(text, @"
        export AWS_ENDPOINT_URL='http://127.0.0.1:4566'
        export AWS_ACCESS_KEY_ID='000000000000'
        export AWS_SECRET_ACCESS_KEY='privlink'
        export AWS_REGION='us-east-1'
        export AWS_DEFAULT_REGION='us-east-1'
        unset AWS_SESSION_TOKEN AWS_PROFILE

        set -gx AWS_ENDPOINT_URL 'http://127.0.0.1:4566'
        set -gx AWS_ACCESS_KEY_ID '000000000000'
        set -gx AWS_SECRET_ACCESS_KEY 'privlink'
        set -gx AWS_REGION 'us-east-1'
        set -gx AWS_DEFAULT_REGION 'us-east-1'
        set -e AWS_SESSION_TOKEN; set -e AWS_PROFILE

        $Env:AWS_ENDPOINT_URL = 'http://127.0.0.1:4566'
        $Env:AWS_ACCESS_KEY_ID = '000000000000'
        $Env:AWS_SECRET_ACCESS_KEY = 'privlink'
        $Env:AWS_REGION = 'us-east-1'
        $Env:AWS_DEFAULT_REGION = 'us-east-1'
        Remove-Item Env:AWS_SESSION_TOKEN, Env:AWS_PROFILE -ErrorAction SilentlyContinue

        AWS_ENDPOINT_URL=http://127.0.0.1:4566
        AWS_ACCESS_KEY_ID=000000000000
        AWS_SECRET_ACCESS_KEY=privlink
        AWS_REGION=us-east-1
        AWS_DEFAULT_REGION=us-east-1

        AWS_ENDPOINT_URL_EC2=http://127.0.0.1:4566
        AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2=http://127.0.0.1:4566
        AWS_ENDPOINT_URL_SNS=http://127.0.0.1:4566
        AWS_ENDPOINT_URL_STS=http://127.0.0.1:4566
        AWS_ENDPOINT_URL_ROUTE_53=http://127.0.0.1:4566
        AWS_ACCESS_KEY_ID=111111111111
        AWS_SECRET_ACCESS_KEY=privlink
        AWS_REGION=eu-west-1
        AWS_DEFAULT_REGION=eu-west-1
        ");
    }

    #[test]
    fn an_override_for_terraform() {
        let served = ClientFlags {
            only_served: true,
            ..flags()
        };
        let aliases = [
            "publisher=111111111111".to_owned(),
            "other=222222222222".to_owned(),
        ];
        insta::assert_snapshot!(terraform_override(served.clone(), &[]).unwrap(), @r#"
        # Made by `privlink terraform`. Beside a configuration, in a file whose name ends in _override.tf, it makes the
        # AWS provider ask privlink. The names of endpoints are those of version 5.100 of the provider.

        provider "aws" {
          access_key              = "000000000000"
          secret_key              = "privlink"
          skip_metadata_api_check = true

          endpoints {
            ec2     = "http://127.0.0.1:4566"
            elbv2   = "http://127.0.0.1:4566"
            route53 = "http://127.0.0.1:4566"
            sns     = "http://127.0.0.1:4566"
            sts     = "http://127.0.0.1:4566"
          }
        }
        "#);
        let named = terraform_override(served, &aliases).unwrap();
        assert!(!named.contains("000000000000"), "{named}");
        assert_eq!(named.matches("alias ").count(), 2, "{named}");
        let everything = ClientFlags {
            region: Some("eu-west-1".to_owned()),
            account: Some("333333333333".to_owned()),
            ..flags()
        };
        let everything = terraform_override(everything, &aliases).unwrap();
        assert_eq!(everything.matches("provider \"aws\"").count(), 3);
        for line in [
            "access_key = \"333333333333\"",
            "region = \"eu-west-1\"",
            "s3_use_path_style = true",
            "s3 = \"http://127.0.0.1:4566\"",
        ] {
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = everything.lines().any(|it| words(it) == line);
            assert!(found, "{line} in {everything}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_flag() {
        let refused = |change: &dyn Fn(&mut ClientFlags)| {
            let mut flags = flags();
            change(&mut flags);
            environment(flags, Shell::Sh).unwrap_err().to_string()
        };
        let messages = [
            refused(&|flags| flags.url = "localhost:4566".to_owned()),
            refused(&|flags| flags.url = "http://localhost/';rm".to_owned()),
            refused(&|flags| flags.account = Some("1".to_owned())),
            refused(&|flags| flags.region = Some("'; rm".to_owned())),
        ];
        let aliases = ["x", "1=111111111111", "a b=111111111111", "a=1"].map(|alias| {
            let refused = terraform_override(flags(), &[alias.to_owned()]);
            refused.unwrap_err().to_string()
        });
        insta::assert_snapshot!([messages.join("\n"), aliases.join("\n")].join("\n"), @"
        --url localhost:4566: it is no URL such as http://127.0.0.1:5000
        --url http://localhost/';rm: it is no URL such as http://127.0.0.1:5000
        --account: '1' is not an account id: expected 12 digits
        --region: ''; rm' is not the name of an AWS region
        --alias x: it has the form NAME=ACCOUNT, with a name of letters, digits, - and _
        --alias 1=111111111111: it has the form NAME=ACCOUNT, with a name of letters, digits, - and _
        --alias a b=111111111111: it has the form NAME=ACCOUNT, with a name of letters, digits, - and _
        --alias: '1' is not an account id: expected 12 digits
        ");
    }
}
