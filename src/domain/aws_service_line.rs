//! A line of `aws_services.toml`, or of a user's file like it: its form, its defaults, and the service it means in a region.
//!
//! The form is explained at the top of `aws_services.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::aws_service::{AwsService, CatalogueError};
use super::endpoint_service::ServiceZone;
use super::endpoint_type::EndpointType;
use super::id::{EndpointServiceId, Id};
use super::ip_address_type::IpAddressType;
use super::region::{RegionData, region, regions};
use super::scope::RegionName;

/// What stands for the region in names.
const REGION: &str = "{region}";
/// What the names of users' own services begin with, and so no other's may.
const CUSTOM: &str = "com.amazonaws.vpce.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
#[derive(Default)]
struct File {
    interface: BTreeMap<String, Written>,
    gateway: BTreeMap<String, Written>,
}

/// A line as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Written {
    label: Option<String>,
    base_name: Option<String>,
    private_names: Option<Vec<String>>,
    wildcard: bool,
    policy: Option<bool>,
    ipv6: bool,
    cross_region: bool,
    regions: Option<Vec<String>>,
    zones: BTreeMap<String, Vec<String>>,
}

/// A line as it is meant, its defaults filled in. Its names still have the region's placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    name: String,
    endpoint_type: EndpointType,
    label: String,
    base_name: String,
    private_names: Vec<String>,
    wildcard: bool,
    policy: bool,
    ipv6: bool,
    cross_region: bool,
    /// Names of regions, sorted.
    regions: Vec<&'static str>,
    /// The zones, by regions where they are not all of them.
    zones: BTreeMap<&'static str, Vec<ServiceZone>>,
}

/// Reads a file. Lines for one region come after those for many, so that they win.
pub(super) fn parse(text: &str) -> Result<Vec<Line>, CatalogueError> {
    let file: File = toml::from_str(text).map_err(|error| CatalogueError::Form(Box::new(error)))?;
    let interface = file.interface.into_iter();
    let gateway = file.gateway.into_iter();
    let mut lines = interface
        .map(|line| (EndpointType::Interface, "interface", line))
        .chain(gateway.map(|line| (EndpointType::Gateway, "gateway", line)))
        .map(|(endpoint_type, table, (name, written))| {
            Line::of(&name, endpoint_type, written).map_err(|problem| CatalogueError::Line {
                table,
                name,
                problem,
            })
        })
        .collect::<Result<Vec<Line>, CatalogueError>>()?;
    lines.sort_by_key(|line| !line.name.contains(REGION));
    Ok(lines)
}

impl Line {
    /// Checks what is written, and fills in what is not. The error names the member at fault.
    fn of(name: &str, endpoint_type: EndpointType, written: Written) -> Result<Self, String> {
        check_host("name", name)?;
        if name.starts_with(CUSTOM) {
            return Err(format!(
                "name: those that begin with '{CUSTOM}' are of services that users create"
            ));
        }
        let gateway = endpoint_type == EndpointType::Gateway;
        if gateway {
            no_names_of_a_gateway(&written)?;
        }
        let label = written
            .label
            .or_else(|| label_in(name))
            .ok_or("label: it is missing, and the service's name doesn't tell it")?;
        check_host("label", &label)?;
        let base_name = written.base_name.unwrap_or_else(|| {
            let suffix = if gateway { "" } else { "vpce." };
            format!("{label}.{REGION}.{suffix}amazonaws.com")
        });
        check_host("base-name", &base_name)?;
        let private_names = written.private_names.unwrap_or_else(|| {
            let one = (!gateway).then(|| format!("{label}.{REGION}.amazonaws.com"));
            one.into_iter().collect()
        });
        for private_name in &private_names {
            let host = private_name.strip_prefix("*.").unwrap_or(private_name);
            check_host("private-names", host)?;
        }
        Ok(Self {
            name: name.to_owned(),
            endpoint_type,
            label,
            base_name,
            private_names,
            wildcard: written.wildcard,
            policy: written.policy.unwrap_or(true),
            ipv6: written.ipv6,
            cross_region: written.cross_region,
            regions: regions_of(name, written.regions.as_deref())?,
            zones: zones_of(&written.zones)?,
        })
    }

    /// Whether the other line is not wanted if this one is there.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        self.name == other.name && self.endpoint_type == other.endpoint_type
    }

    /// The service in a region, if it is there.
    pub(super) fn service(&self, region: &RegionName) -> Option<AwsService> {
        if !self.regions.contains(&region.as_str()) {
            return None;
        }
        let here = |text: &str| text.replace(REGION, region.as_str());
        let name = here(&self.name);
        Some(AwsService {
            service_id: service_id(region, &name, self.endpoint_type),
            name,
            endpoint_type: self.endpoint_type,
            region: region.clone(),
            zones: match self.zones.get(region.as_str()) {
                Some(zones) => zones.clone(),
                None => all_zones(region.data()),
            },
            base_dns_name: here(&self.base_name),
            dns_label: self.label.clone(),
            wildcard_names: self.wildcard,
            private_dns_names: self.private_names.iter().map(|name| here(name)).collect(),
            policy_supported: self.policy,
            ip_address_types: if self.ipv6 {
                vec![IpAddressType::Ipv4, IpAddressType::Ipv6]
            } else {
                vec![IpAddressType::Ipv4]
            },
            cross_region: self.cross_region,
        })
    }
}

/// An identifier that depends on nothing but the service, so that it is the same after every restart and in every sandbox.
///
/// # Panics
/// Never: what is made here is well-formed.
fn service_id(region: &RegionName, name: &str, endpoint_type: EndpointType) -> EndpointServiceId {
    let digest = Sha256::digest(format!("{region}\n{name}\n{}", endpoint_type.name()));
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = format!("{}-{}", EndpointServiceId::PREFIX, &digits[..17]);
    EndpointServiceId::parse(&id).expect("17 hexadecimal digits")
}

/// `dkr.ecr` in `com.amazonaws.{region}.ecr.dkr`.
fn label_in(name: &str) -> Option<String> {
    let service = name
        .split_once("{region}.")
        .map(|(_, service)| service)
        .or_else(|| name.strip_prefix("com.amazonaws."))?;
    Some(service.split('.').rev().collect::<Vec<_>>().join("."))
}

/// A gateway endpoint has no names and no interfaces, and is for its own region.
fn no_names_of_a_gateway(written: &Written) -> Result<(), String> {
    let wrong = [
        ("private-names", written.private_names.is_some()),
        ("wildcard", written.wildcard),
        ("cross-region", written.cross_region),
    ];
    match wrong.iter().find(|(_, is_written)| *is_written) {
        Some((member, _)) => Err(format!("{member}: not with a gateway service")),
        None => Ok(()),
    }
}

/// Lower-case letters, digits, hyphens and dots, none of these at an end of a part; and the region's placeholder.
fn check_host(member: &str, text: &str) -> Result<(), String> {
    let good = text.replace(REGION, "region").split('.').all(|part| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    });
    if good {
        Ok(())
    } else {
        Err(format!(
            "{member}: '{text}' is not made of lower-case letters, digits, hyphens and dots"
        ))
    }
}

/// The regions that the patterns name.
fn regions_of(name: &str, patterns: Option<&[String]>) -> Result<Vec<&'static str>, String> {
    let all = || regions().iter().map(|region| region.name);
    let Some(patterns) = patterns else {
        return if name.contains(REGION) {
            Ok(all().collect())
        } else {
            Err(format!(
                "regions: to be said, since the name has no '{REGION}'"
            ))
        };
    };
    let matches = |pattern: &str, name: &str| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    };
    match patterns
        .iter()
        .find(|pattern| !all().any(|name| matches(pattern, name)))
    {
        Some(pattern) => Err(format!("regions: '{pattern}' is no region")),
        None => Ok(all()
            .filter(|name| patterns.iter().any(|pattern| matches(pattern, name)))
            .collect()),
    }
}

/// The zones, by region; each by its name or its id.
fn zones_of(
    written: &BTreeMap<String, Vec<String>>,
) -> Result<BTreeMap<&'static str, Vec<ServiceZone>>, String> {
    let mut by_region = BTreeMap::new();
    for (region_name, wanted) in written {
        let data =
            region(region_name).ok_or_else(|| format!("zones: '{region_name}' is no region"))?;
        let is = |zone: &ServiceZone, text: &String| zone.name == *text || zone.id == *text;
        let all = all_zones(data);
        if let Some(unknown) = wanted
            .iter()
            .find(|text| !all.iter().any(|zone| is(zone, text)))
        {
            return Err(format!("zones: '{unknown}' is no zone of {region_name}"));
        }
        if wanted.is_empty() {
            return Err(format!("zones: none in {region_name}"));
        }
        let zones = all
            .into_iter()
            .filter(|zone| wanted.iter().any(|text| is(zone, text)));
        by_region.insert(data.name, zones.collect());
    }
    Ok(by_region)
}

fn all_zones(region: &RegionData) -> Vec<ServiceZone> {
    let zones = region.zones.iter().map(|zone| ServiceZone {
        name: zone.name.to_owned(),
        id: zone.id.to_owned(),
    });
    zones.collect()
}
