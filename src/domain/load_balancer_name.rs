//! The names of load balancers: the one that users give them, and the ones under which they are reached.

use super::entropy::{self, Entropy};
use super::error::{Error, Result};
use super::limit;
use super::load_balancer::Scheme;
use super::load_balancer_type::LoadBalancerType;
use super::scope::{RegionName, Scope};

/// The ARN of a load balancer.
pub fn arn(
    scope: &Scope,
    load_balancer_type: LoadBalancerType,
    name: &str,
    number: &str,
) -> String {
    scope.arn(
        "elasticloadbalancing",
        &format!("loadbalancer/{}/{name}/{number}", load_balancer_type.path()),
    )
}

/// The name under which a load balancer is reached; gateway load balancers have none.
///
/// Those of network load balancers end with the number of their ARN, those of application load balancers with another one.
pub fn dns_name(
    entropy: &dyn Entropy,
    scope: &Scope,
    load_balancer_type: LoadBalancerType,
    scheme: Option<Scheme>,
    name: &str,
    number: &str,
) -> Option<String> {
    let region = &scope.region;
    match load_balancer_type {
        LoadBalancerType::Application => {
            let prefix = match scheme {
                Some(Scheme::Internal) => INTERNAL,
                Some(Scheme::InternetFacing) | None => "",
            };
            let decimal = entropy::decimal(entropy, APPLICATION_NUMBER_DIGITS);
            Some(format!(
                "{prefix}{name}-{decimal}.{region}.elb.amazonaws.com"
            ))
        }
        LoadBalancerType::Network => Some(format!("{name}-{number}.elb.{region}.amazonaws.com")),
        LoadBalancerType::Gateway => None,
    }
}

/// Digits of the number in an application load balancer's DNS name.
const APPLICATION_NUMBER_DIGITS: usize = 10;

/// What the DNS names of internal application load balancers begin with.
const INTERNAL: &str = "internal-";

/// The hosted zone of the DNS names of load balancers of this type; `None` where it is not known, and for gateway load
/// balancers.
pub fn hosted_zone_id(
    load_balancer_type: LoadBalancerType,
    region: &RegionName,
) -> Option<&'static str> {
    match load_balancer_type {
        LoadBalancerType::Application => APPLICATION_HOSTED_ZONES
            .iter()
            .find(|(name, _)| *name == region.as_str())
            .map(|(_, id)| *id),
        LoadBalancerType::Network => region.data().network_load_balancer_hosted_zone_id,
        LoadBalancerType::Gateway => None,
    }
}

// From "Elastic Load Balancing endpoints and quotas".
const APPLICATION_HOSTED_ZONES: &[(&str, &str)] = &[
    ("af-south-1", "Z268VQBMOI5EKX"),
    ("ap-east-1", "Z3DQVH9N71FHZ0"),
    ("ap-northeast-1", "Z14GRHDCWA56QT"),
    ("ap-northeast-2", "ZWKZPGTI48KDX"),
    ("ap-northeast-3", "Z5LXEXXYW11ES"),
    ("ap-south-1", "ZP97RAFLXTNZK"),
    ("ap-south-2", "Z0173938T07WNTVAEPZN"),
    ("ap-southeast-1", "Z1LMS91P8CMLE5"),
    ("ap-southeast-2", "Z1GM3OXH4ZPM65"),
    ("ap-southeast-3", "Z08888821HLRG5A9ZRTER"),
    ("ap-southeast-4", "Z09517862IB2WZLPXG76F"),
    ("ap-southeast-5", "Z06010284QMVVW7WO5J"),
    ("ap-southeast-7", "Z0390008CMBRTHFGWBCB"),
    ("ca-central-1", "ZQSVJUPU6J1EY"),
    ("ca-west-1", "Z06473681N0SF6OS049SD"),
    ("eu-central-1", "Z215JYRZR1TBD5"),
    ("eu-central-2", "Z06391101F2ZOEP8P5EB3"),
    ("eu-north-1", "Z23TAZ6LKFMNIO"),
    ("eu-south-1", "Z3ULH7SSC9OV64"),
    ("eu-south-2", "Z0956581394HF5D5LXGAP"),
    ("eu-west-1", "Z32O12XQLNTSW2"),
    ("eu-west-2", "ZHURV8PSTC4K8"),
    ("eu-west-3", "Z3Q77PNBQS71R4"),
    ("il-central-1", "Z09170902867EHPV2DABU"),
    ("me-central-1", "Z08230872XQRWHG2XF6I"),
    ("me-south-1", "ZS929ML54UICD"),
    ("mx-central-1", "Z023552324OKD1BB28BH5"),
    ("sa-east-1", "Z2P70J7HTTTPLU"),
    ("us-east-1", "Z35SXDOTRQ7X7K"),
    ("us-east-2", "Z3AADJGX6KTTL2"),
    ("us-gov-east-1", "Z166TLBEWOO7G0"),
    ("us-gov-west-1", "Z33AYJ8TM3BH4J"),
    ("us-west-1", "Z368ELLRRE2KJ0"),
    ("us-west-2", "Z1H1FL5HABSF5"),
];

/// Whether a load balancer or target group, as `kind` says, can have this name: 1 to 32 letters, digits and hyphens,
/// no hyphen at the ends.
pub fn check_name(kind: &str, name: &str) -> Result<()> {
    let refusal = if name.is_empty() {
        format!("A {kind} name must be specified")
    } else if name.chars().count() > limit::LOAD_BALANCER_NAME_CHARS {
        format!(
            "The {kind} name '{name}' cannot be longer than '{}' characters",
            limit::LOAD_BALANCER_NAME_CHARS
        )
    } else if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        format!(
            "The {kind} name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)"
        )
    } else if name.starts_with('-') || name.ends_with('-') {
        format!("The {kind} name '{name}' cannot begin or end with a hyphen(-)")
    } else {
        return Ok(());
    };
    Err(Error::validation("Name", refusal))
}

/// [`check_name`] for load balancers, which must not take the prefix that AWS gives internal ones' DNS names.
pub fn check_load_balancer_name(name: &str) -> Result<()> {
    check_name("load balancer", name)?;
    if name.starts_with(INTERNAL) {
        return Err(Error::validation(
            "Name",
            format!("The load balancer name '{name}' cannot begin with '{INTERNAL}'"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{arn, check_load_balancer_name, dns_name, hosted_zone_id};
    use crate::domain::entropy::Entropy;
    use crate::domain::load_balancer::Scheme;
    use crate::domain::load_balancer_type::LoadBalancerType;
    use crate::domain::region::regions;
    use crate::domain::scope::{AccountId, RegionName, Scope};

    /// Counts from 1.
    struct Counting;

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, number) in bytes.iter_mut().zip(1..) {
                *byte = number;
            }
        }
    }

    #[test]
    fn names_by_type_and_scheme() {
        let scope = Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("eu-west-1").unwrap(),
        };
        assert_eq!(
            arn(
                &scope,
                LoadBalancerType::Application,
                "shop",
                "0123456789abcdef"
            ),
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/0123456789abcdef"
        );
        let mut names = Vec::new();
        for load_balancer_type in LoadBalancerType::ALL {
            for scheme in [Scheme::Internal, Scheme::InternetFacing] {
                let name = dns_name(
                    &Counting,
                    &scope,
                    load_balancer_type,
                    Some(scheme),
                    "shop",
                    "0123456789abcdef",
                );
                names.push(name.unwrap_or_default());
            }
        }
        assert_eq!(
            names,
            [
                "internal-shop-1234567890.eu-west-1.elb.amazonaws.com",
                "shop-1234567890.eu-west-1.elb.amazonaws.com",
                "shop-0123456789abcdef.elb.eu-west-1.amazonaws.com",
                "shop-0123456789abcdef.elb.eu-west-1.amazonaws.com",
                "",
                "",
            ]
        );
    }

    #[test]
    fn hosted_zones_are_of_regions_that_exist() {
        let known: Vec<&str> = regions().iter().map(|region| region.name).collect();
        for (region, _) in super::APPLICATION_HOSTED_ZONES {
            assert!(known.contains(region), "{region}");
        }
        let zone = |load_balancer_type| {
            hosted_zone_id(
                load_balancer_type,
                &RegionName::parse("ap-northeast-1").unwrap(),
            )
        };
        assert_eq!(zone(LoadBalancerType::Application), Some("Z14GRHDCWA56QT"));
        assert_eq!(zone(LoadBalancerType::Network), Some("Z31USIVHYNEOWT"));
        assert_eq!(zone(LoadBalancerType::Gateway), None);
    }

    #[test]
    fn names_that_can_be_had() {
        let code = |name: &str| {
            check_load_balancer_name(name)
                .err()
                .map_or("", |error| error.code.name())
        };
        for good in ["a", "A-1", &"n".repeat(32)] {
            assert_eq!(code(good), "", "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a_b",
            "\u{e9}",
            "internal-a",
            &"n".repeat(33),
        ] {
            assert_eq!(code(bad), "ValidationError", "{bad}");
        }
    }
}
