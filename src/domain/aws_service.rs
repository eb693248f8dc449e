//! AWS's own services, as far as endpoints are concerned: which there are in a region, and how they are named.
//!
//! What is known of them is data: `aws_services.toml`, which users extend with files of the same form. How a line of such a
//! file is read is in [`super::aws_service_line`]. The services that users create are [`super::endpoint_service`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use super::aws_service_line::{self, Line};
use super::endpoint_service::ServiceZone;
use super::endpoint_type::EndpointType;
use super::id::EndpointServiceId;
use super::ip_address_type::IpAddressType;
use super::region::regions;
use super::scope::RegionName;

/// A service of AWS's own in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsService {
    /// The name that consumers connect to: `com.amazonaws.us-east-1.ecr.dkr`.
    pub name: String,
    /// The identifier; the same in every sandbox, but not AWS's.
    pub service_id: EndpointServiceId,
    /// The type of the endpoints that connect to it. A service with two types is two services with one name.
    pub endpoint_type: EndpointType,
    /// Where it is.
    pub region: RegionName,
    /// The zones in which it can be reached, sorted; at least one.
    pub zones: Vec<ServiceZone>,
    /// What endpoints' own names end in: `dkr.ecr.us-east-1.vpce.amazonaws.com`.
    pub base_dns_name: String,
    /// The part of [`Self::base_dns_name`] that stands for the service: `dkr.ecr`.
    pub dns_label: String,
    /// Whether endpoints' own names begin with `*.`.
    pub wildcard_names: bool,
    /// The public names that endpoints can take over in their VPC; the main one first, none if empty.
    pub private_dns_names: Vec<String>,
    /// Whether endpoints can have a policy.
    pub policy_supported: bool,
    /// IPv4, or IPv4 and IPv6.
    pub ip_address_types: Vec<IpAddressType>,
    /// Whether endpoints in other regions can connect to it.
    pub cross_region: bool,
}

impl AwsService {
    /// Whether endpoints can have a subnet in this zone.
    pub fn offers_zone(&self, zone_id: &str) -> bool {
        self.zones.iter().any(|zone| zone.id == zone_id)
    }

    fn key(&self) -> (&str, EndpointType) {
        (&self.name, self.endpoint_type)
    }
}

/// Why a file of services cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// It is not TOML of the right form; the message shows the place.
    #[error("{0}")]
    Form(Box<toml::de::Error>),
    /// A line says what cannot be.
    #[error("[{table}] \"{name}\": {problem}")]
    Line {
        /// The table it stands in.
        table: &'static str,
        /// The service's name, as written.
        name: String,
        /// The member at fault and what is wrong with it.
        problem: String,
    },
}

/// All services of AWS's own in all regions.
///
/// Lines become services when a region is first asked for: most servers see one region or two.
pub struct Catalogue {
    lines: Vec<Line>,
    /// By position of the region in the table of regions; sorted by name and type.
    services: Vec<OnceLock<Vec<AwsService>>>,
}

static BUILT_IN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let catalogue = Catalogue::parse(include_str!("aws_services.toml"))
        .expect("the file is part of the program, and tested");
    Arc::new(catalogue)
});

impl Catalogue {
    /// The services that AWS's documentation lists.
    ///
    /// # Panics
    /// Never: its file is part of the program.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads a file of services.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        Ok(Self::of(aws_service_line::parse(text)?))
    }

    /// These services with those of another file, whose lines replace the ones of the same name and type.
    pub fn extended(&self, text: &str) -> Result<Self, CatalogueError> {
        let added = aws_service_line::parse(text)?;
        let kept = self
            .lines
            .iter()
            .filter(|line| !added.iter().any(|new| new.replaces(line)));
        Ok(Self::of(
            kept.cloned().chain(added.iter().cloned()).collect(),
        ))
    }

    fn of(lines: Vec<Line>) -> Self {
        Self {
            lines,
            services: regions().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The services of a region, sorted by name and type.
    pub fn services(&self, region: &RegionName) -> &[AwsService] {
        let position = regions().binary_search_by(|data| data.name.cmp(region.as_str()));
        let Some(services) = position.ok().and_then(|index| self.services.get(index)) else {
            return &[];
        };
        services.get_or_init(|| {
            // Where two lines make the same service, the later one counts.
            let services: BTreeMap<(String, EndpointType), AwsService> = self
                .lines
                .iter()
                .filter_map(|line| line.service(region))
                .map(|service| ((service.name.clone(), service.endpoint_type), service))
                .collect();
            services.into_values().collect()
        })
    }

    /// The services of that name in a region, by type; none if there is no such service.
    pub fn named(&self, region: &RegionName, name: &str) -> &[AwsService] {
        let services = self.services(region);
        let start = services.partition_point(|service| service.name.as_str() < name);
        let end = services.partition_point(|service| service.name.as_str() <= name);
        &services[start..end]
    }

    /// The service of that name and type in a region.
    pub fn find(
        &self,
        region: &RegionName,
        name: &str,
        endpoint_type: EndpointType,
    ) -> Option<&AwsService> {
        let services = self.services(region);
        let found = services.binary_search_by(|service| service.key().cmp(&(name, endpoint_type)));
        found.ok().map(|index| &services[index])
    }
}

/// What was read is what counts, not which regions were asked for.
impl PartialEq for Catalogue {
    fn eq(&self, other: &Self) -> bool {
        self.lines == other.lines
    }
}

impl Eq for Catalogue {}

/// Short, because it is part of the settings and has hundreds of lines.
impl fmt::Debug for Catalogue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Catalogue")
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::id::Id;

    fn region(name: &str) -> RegionName {
        RegionName::parse(name).unwrap()
    }

    fn interface(region_name: &str, suffix: &str) -> AwsService {
        let name = format!("com.amazonaws.{region_name}.{suffix}");
        Catalogue::built_in()
            .find(&region(region_name), &name, EndpointType::Interface)
            .unwrap_or_else(|| panic!("{name}"))
            .clone()
    }

    fn refusal(text: &str) -> String {
        Catalogue::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn every_region_has_services_that_are_found_again() {
        let catalogue = Catalogue::built_in();
        let mut ids = HashSet::new();
        for data in regions() {
            let region = region(data.name);
            let services = catalogue.services(&region);
            assert!(services.len() > 300, "{region}: {}", services.len());
            assert!(services.is_sorted_by(|a, b| a.key() < b.key()));
            for service in services {
                assert_eq!(service.region, region);
                assert!(ids.insert(service.service_id.clone()), "{}", service.name);
                assert!(!service.zones.is_empty());
                assert!(
                    service
                        .zones
                        .iter()
                        .all(|zone| data.zone_by_id(&zone.id).is_some())
                );
                let texts = [&service.name, &service.base_dns_name, &service.dns_label];
                assert!(
                    texts
                        .into_iter()
                        .chain(&service.private_dns_names)
                        .all(|text| !text.contains(['{', '}'])),
                    "{service:?}"
                );
                let found = catalogue.find(&region, &service.name, service.endpoint_type);
                assert_eq!(found, Some(service));
                assert!(catalogue.named(&region, &service.name).contains(service));
            }
        }
        let tokyo = region("ap-northeast-1");
        assert!(
            catalogue
                .named(&tokyo, "com.amazonaws.us-east-1.sqs")
                .is_empty()
        );
        assert!(catalogue.named(&tokyo, "").is_empty());
        assert!(catalogue.named(&tokyo, "zz").is_empty());
    }

    #[test]
    fn s3_and_dynamodb_are_there_twice() {
        for (service, ipv6) in [("s3", true), ("dynamodb", false)] {
            let name = format!("com.amazonaws.us-east-1.{service}");
            let catalogue = Catalogue::built_in();
            let [interface, gateway] = catalogue.named(&region("us-east-1"), &name) else {
                panic!("{name} is not two services");
            };
            assert_eq!(interface.endpoint_type, EndpointType::Interface);
            assert_eq!(gateway.endpoint_type, EndpointType::Gateway);
            assert_ne!(interface.service_id, gateway.service_id);
            assert_eq!(
                interface.base_dns_name,
                format!("{service}.us-east-1.vpce.amazonaws.com")
            );
            assert_eq!(
                gateway.base_dns_name,
                format!("{service}.us-east-1.amazonaws.com")
            );
            assert!(gateway.private_dns_names.is_empty());
            assert_eq!(
                gateway.ip_address_types.contains(&IpAddressType::Ipv6),
                ipv6
            );
        }
        let s3 = interface("us-east-1", "s3");
        assert!(s3.wildcard_names && s3.cross_region);
        assert_eq!(s3.private_dns_names[0], "*.s3.us-east-1.amazonaws.com");
        assert!(
            interface("us-east-1", "dynamodb")
                .private_dns_names
                .is_empty()
        );
    }

    #[test]
    fn names_that_follow_no_rule() {
        let expected = [
            ("ecr.dkr", "dkr.ecr", "*.dkr.ecr.R.amazonaws.com"),
            ("ecr.api", "api.ecr", "api.ecr.R.amazonaws.com"),
            (
                "execute-api",
                "execute-api",
                "*.execute-api.R.amazonaws.com",
            ),
            ("kinesis-streams", "kinesis", "kinesis.R.amazonaws.com"),
            ("kinesis-firehose", "firehose", "firehose.R.amazonaws.com"),
            (
                "sagemaker.api",
                "api.sagemaker",
                "api.sagemaker.R.amazonaws.com",
            ),
            (
                "sagemaker.runtime",
                "runtime.sagemaker",
                "runtime.sagemaker.R.amazonaws.com",
            ),
            (
                "codeartifact.repositories",
                "d.codeartifact",
                "*.d.codeartifact.R.amazonaws.com",
            ),
            ("eks-auth", "eks-auth", "eks-auth.R.api.aws"),
            ("email-smtp", "email-smtp", "email-smtp.R.amazonaws.com"),
        ];
        for (suffix, label, private_name) in expected {
            let service = interface("ap-northeast-1", suffix);
            assert_eq!(service.dns_label, label);
            assert_eq!(
                service.base_dns_name,
                format!("{label}.ap-northeast-1.vpce.amazonaws.com")
            );
            let private_name = private_name.replace('R', "ap-northeast-1");
            assert_eq!(service.private_dns_names, [private_name]);
        }
        assert!(
            interface("eu-west-1", "transfer.server")
                .private_dns_names
                .is_empty()
        );
        assert!(!interface("eu-west-1", "transfer.server").policy_supported);
        let name = "aws.sagemaker.eu-west-1.notebook";
        let catalogue = Catalogue::built_in();
        let notebook = &catalogue.named(&region("eu-west-1"), name)[0];
        assert_eq!(
            notebook.private_dns_names,
            ["*.notebook.eu-west-1.sagemaker.aws"]
        );
        assert_eq!(
            notebook.base_dns_name,
            "notebook.eu-west-1.vpce.sagemaker.aws"
        );
    }

    #[test]
    fn monitoring_is_as_the_guide_shows_it() {
        let monitoring = interface("us-east-1", "monitoring");
        let zones: Vec<&str> = monitoring
            .zones
            .iter()
            .map(|zone| zone.name.as_str())
            .collect();
        let expected = AwsService {
            name: "com.amazonaws.us-east-1.monitoring".to_owned(),
            service_id: EndpointServiceId::parse("vpce-svc-eca501201dec74463").unwrap(),
            endpoint_type: EndpointType::Interface,
            region: region("us-east-1"),
            zones: monitoring.zones.clone(),
            base_dns_name: "monitoring.us-east-1.vpce.amazonaws.com".to_owned(),
            dns_label: "monitoring".to_owned(),
            wildcard_names: false,
            private_dns_names: [
                "monitoring.us-east-1.amazonaws.com",
                "monitoring.us-east-1.api.aws",
                "monitoring-fips.us-east-1.amazonaws.com",
                "monitoring-fips.us-east-1.api.aws",
            ]
            .map(str::to_owned)
            .to_vec(),
            policy_supported: true,
            ip_address_types: vec![IpAddressType::Ipv4, IpAddressType::Ipv6],
            cross_region: false,
        };
        assert_eq!(monitoring, expected);
        let letters = ["a", "b", "c", "d", "e", "f"].map(|letter| format!("us-east-1{letter}"));
        assert_eq!(zones, letters);
    }

    #[test]
    fn ids_never_change() {
        let id = |region: &str, suffix: &str| interface(region, suffix).service_id.to_string();
        assert_eq!(id("us-east-1", "s3"), "vpce-svc-a4d2ffe04cd62fc7b");
        assert_eq!(
            id("ap-northeast-1", "ecr.dkr"),
            "vpce-svc-1e1f49188701e967f"
        );
    }

    #[test]
    fn zones_and_regions_that_a_service_is_not_in() {
        let zones = |service: AwsService| {
            let ids = service.zones.into_iter().map(|zone| zone.id);
            ids.collect::<Vec<String>>().join(" ")
        };
        assert_eq!(
            zones(interface("us-east-1", "cognito-idp")),
            "use1-az2 use1-az3 use1-az4"
        );
        assert_eq!(
            zones(interface("us-east-1", "email-smtp")),
            "use1-az1 use1-az4 use1-az6"
        );
        assert_eq!(zones(interface("us-west-1", "email-smtp")), "usw1-az3");
        let smtp = interface("us-east-1", "email-smtp");
        assert!(smtp.offers_zone("use1-az4") && !smtp.offers_zone("use1-az2"));
        let catalogue = Catalogue::built_in();
        let iam = |name: &str| catalogue.named(&region(name), "com.amazonaws.iam").len();
        assert_eq!([iam("us-east-1"), iam("us-west-2")], [1, 0]);
        let fips = |name: &str| {
            let service = format!("com.amazonaws.{name}.sqs-fips");
            catalogue.named(&region(name), &service).len()
        };
        assert_eq!(
            ["us-west-2", "ca-west-1", "us-gov-east-1", "eu-west-1"].map(fips),
            [1, 1, 1, 0]
        );
    }

    #[test]
    fn a_users_lines_add_and_replace() {
        let extended = Catalogue::built_in()
            .extended(
                r#"
                [interface]
                "com.amazonaws.{region}.sns" = { regions = [] }
                "com.amazonaws.{region}.sqs" = { private-names = ["queue.{region}.example.com"] }
                "com.amazonaws.eu-west-1.sqs" = { label = "sqs", policy = false, regions = ["eu-*"] }
                "com.example.mine" = { label = "mine", regions = ["us-east-1"], zones = { us-east-1 = ["us-east-1b", "use1-az1"] } }
                [gateway]
                "com.amazonaws.{region}.sns" = {}
                "#,
            )
            .unwrap();
        assert_ne!(extended, *Catalogue::built_in());
        let (virginia, ireland) = (region("us-east-1"), region("eu-west-1"));
        let sqs = &extended.named(&virginia, "com.amazonaws.us-east-1.sqs");
        assert_eq!(sqs.len(), 1);
        assert_eq!(sqs[0].private_dns_names, ["queue.us-east-1.example.com"]);
        assert_eq!(sqs[0].ip_address_types, [IpAddressType::Ipv4]);
        let sqs = &extended.named(&ireland, "com.amazonaws.eu-west-1.sqs");
        assert_eq!(sqs.len(), 1);
        assert!(!sqs[0].policy_supported);
        assert_eq!(sqs[0].service_id, interface("eu-west-1", "sqs").service_id);
        let sns = &extended.named(&virginia, "com.amazonaws.us-east-1.sns");
        assert_eq!(sns.len(), 1);
        assert_eq!(sns[0].endpoint_type, EndpointType::Gateway);
        let mine = &extended.named(&virginia, "com.example.mine")[0];
        assert_eq!(mine.zones.len(), 2);
        assert_eq!(mine.private_dns_names, ["mine.us-east-1.amazonaws.com"]);
        assert!(extended.named(&ireland, "com.example.mine").is_empty());
        assert_eq!(extended.extended("").unwrap(), extended);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(
            refusal("[interface]\n\"com.amazonaws.x\" = {}"),
            r#"[interface] "com.amazonaws.x": regions: to be said, since the name has no '{region}'"#
        );
        let unknown = refusal("[interface]\n\"a.{region}.x\" = { privte-names = [] }");
        assert!(
            unknown.contains("line 2") && unknown.contains("`privte-names`"),
            "{unknown}"
        );
        let table = refusal("[resource]");
        assert!(table.contains("`resource`"), "{table}");
    }

    #[test]
    fn says_which_name_is_wrong() {
        for (name, members, member, text) in [
            ("Com.{region}.x", "", "name", "Com.{region}.x"),
            ("a.{region}.x", "label = 'a..b'", "label", "a..b"),
            ("a.{region}.x", "base-name = '-'", "base-name", "-"),
            (
                "a.{region}.x",
                "private-names = ['a.*.b']",
                "private-names",
                "a.*.b",
            ),
            (
                "a.{region}.x",
                "private-names = ['{zone}.b']",
                "private-names",
                "{zone}.b",
            ),
        ] {
            assert_eq!(
                refusal(&format!("[interface]\n'{name}' = {{ {members} }}")),
                format!(
                    "[interface] \"{name}\": {member}: '{text}' is not made of lower-case letters, digits, hyphens and dots"
                )
            );
        }
        assert_eq!(
            refusal("[interface]\n'com.amazonaws.vpce.{region}.x' = {}"),
            r#"[interface] "com.amazonaws.vpce.{region}.x": name: those that begin with 'com.amazonaws.vpce.' are of services that users create"#
        );
        assert_eq!(
            refusal("[interface]\n'com.example.x' = { regions = ['*'] }"),
            r#"[interface] "com.example.x": label: it is missing, and the service's name doesn't tell it"#
        );
    }

    #[test]
    fn says_which_other_member_is_wrong() {
        for (table, members, problem) in [
            (
                "interface",
                "regions = ['cn-*']",
                "regions: 'cn-*' is no region",
            ),
            (
                "interface",
                "zones = { x = ['a'] }",
                "zones: 'x' is no region",
            ),
            (
                "interface",
                "zones = { us-east-1 = ['us-east-1z'] }",
                "zones: 'us-east-1z' is no zone of us-east-1",
            ),
            (
                "interface",
                "zones = { us-east-1 = [] }",
                "zones: none in us-east-1",
            ),
            (
                "gateway",
                "private-names = []",
                "private-names: not with a gateway service",
            ),
            (
                "gateway",
                "cross-region = true",
                "cross-region: not with a gateway service",
            ),
            (
                "gateway",
                "wildcard = true",
                "wildcard: not with a gateway service",
            ),
        ] {
            assert_eq!(
                refusal(&format!("[{table}]\n'a.{{region}}.x' = {{ {members} }}")),
                format!("[{table}] \"a.{{region}}.x\": {problem}")
            );
        }
    }
}
