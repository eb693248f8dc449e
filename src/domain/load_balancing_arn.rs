//! ARNs of Elastic Load Balancing: of load balancers, and what those of target groups and listeners have in common with them.

use super::error::{Error, Result};
use super::load_balancer_type::LoadBalancerType;

/// What an ARN of Elastic Load Balancing names, without partition, region and account: `loadbalancer/net/NAME/NUMBER`.
pub(super) fn resource_of(arn: &str) -> Option<&str> {
    let rest = arn.strip_prefix("arn:aws:elasticloadbalancing:")?;
    let (region, rest) = rest.split_once(':')?;
    let (account, resource) = rest.split_once(':')?;
    (!region.is_empty() && account.len() == 12).then_some(resource)
}

/// What follows a load balancer's type in an ARN.
pub(super) fn without_type(path: &str) -> Option<&str> {
    let (load_balancer_type, rest) = path.split_once('/')?;
    LoadBalancerType::ALL
        .into_iter()
        .any(|known| known.path() == load_balancer_type)
        .then_some(rest)
}

/// Whether a text is the number at the end of an ARN: 16 lower-case hexadecimal digits.
pub(super) fn is_number(text: &str) -> bool {
    text.len() == 16
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// `TYPE/NAME/NUMBER` in a load balancer's ARN.
fn load_balancer_path(arn: &str) -> Option<&str> {
    let path = resource_of(arn)?.strip_prefix("loadbalancer/")?;
    let (name, number) = without_type(path)?.split_once('/')?;
    (!name.is_empty() && is_number(number)).then_some(path)
}

/// The type of the load balancer that an ARN names; `None` if the text is no such ARN.
pub fn parse_load_balancer_arn(arn: &str) -> Option<LoadBalancerType> {
    let (path, _) = load_balancer_path(arn)?.split_once('/')?;
    LoadBalancerType::ALL
        .into_iter()
        .find(|load_balancer_type| load_balancer_type.path() == path)
}

/// Refuses a text that is no ARN of a load balancer.
pub fn check_load_balancer_arn(arn: &str) -> Result<()> {
    match load_balancer_path(arn) {
        Some(_) => Ok(()),
        None => Err(Error::validation(
            "LoadBalancerArn",
            format!("'{arn}' is not a valid load balancer ARN"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_load_balancer_arn, parse_load_balancer_arn};
    use crate::domain::load_balancer_type::LoadBalancerType;

    const ARN: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shop/0123456789abcdef";

    #[test]
    fn an_arn_tells_the_type() {
        for (text, expected) in [
            (ARN.to_owned(), Some(LoadBalancerType::Network)),
            (
                ARN.replace("/net/", "/gwy/"),
                Some(LoadBalancerType::Gateway),
            ),
            (
                ARN.replace("/net/", "/app/"),
                Some(LoadBalancerType::Application),
            ),
            (ARN.replace("111111111111", "1"), None),
            (ARN.replace("eu-west-1", ""), None),
            (ARN.replace("abcdef", "ABCDEF"), None),
            (ARN.replace("/0123456789abcdef", ""), None),
            (ARN.replace("shop", ""), None),
            (ARN.replace("loadbalancer", "listener"), None),
            (String::new(), None),
        ] {
            assert_eq!(parse_load_balancer_arn(&text), expected, "{text}");
        }
    }

    #[test]
    fn knows_the_arns_of_load_balancers() {
        let code = |text: &str| {
            check_load_balancer_arn(text)
                .err()
                .map_or("", |error| error.code.name())
        };
        assert_eq!(code(ARN), "");
        assert_eq!(code(&ARN.replace("/net/", "/app/")), "");
        for bad in [
            ARN.replace("/net/", "/"),
            ARN.replace("/net/", "/x/"),
            "shop".to_owned(),
        ] {
            assert_eq!(code(&bad), "ValidationError", "{bad}");
        }
    }
}
