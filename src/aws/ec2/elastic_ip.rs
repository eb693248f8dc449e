//! The actions of Elastic IP addresses.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, filters, page, tags, tags_for};
use crate::app::elastic_ip as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::elastic_ip::{self as domain, DOMAIN, PUBLIC_POOL};
use crate::domain::error::{Error, Result};

/// Pools of customers and of IPAM are not served.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AllocateAddress {
    domain: Option<String>,
    address: Option<String>,
    public_ipv4_pool: Option<String>,
    network_border_group: Option<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AllocateAddressResponse {
    allocation_id: String,
    public_ip: String,
    public_ipv4_pool: &'static str,
    network_border_group: String,
    domain: &'static str,
}

impl Action for AllocateAddress {
    type Response = AllocateAddressResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AllocateAddressResponse> {
        let command = app::AllocateAddress {
            domain: self.domain,
            network_border_group: self.network_border_group,
            public_ipv4_pool: self.public_ipv4_pool,
            address: self.address,
            tags: tags_for("elastic-ip", self.tag_specification)?,
        };
        let elastic_ip = call.run(treatment, command).await?;
        Ok(AllocateAddressResponse {
            allocation_id: elastic_ip.id.to_string(),
            public_ip: elastic_ip.public_ip.to_string(),
            public_ipv4_pool: PUBLIC_POOL,
            network_border_group: elastic_ip.scope.region.to_string(),
            domain: DOMAIN,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ReleaseAddress {
    allocation_id: Option<String>,
    public_ip: Option<String>,
    network_border_group: Option<String>,
}

impl Action for ReleaseAddress {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::ReleaseAddress {
            address: app::AddressChoice {
                allocation_id: self.allocation_id,
                public_ip: self.public_ip,
            },
            network_border_group: self.network_border_group,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeAddresses {
    #[serde(default)]
    allocation_id: Vec<String>,
    #[serde(default)]
    public_ip: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeAddressesResponse {
    addresses_set: Vec<Address>,
}

impl Action for DescribeAddresses {
    type Response = DescribeAddressesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<DescribeAddressesResponse> {
        let query = app::ListAddresses {
            allocation_ids: self.allocation_id,
            public_ips: self.public_ip,
            filters: filters(self.filter),
        };
        let addresses = call.query(treatment, query).await?;
        Ok(DescribeAddressesResponse {
            addresses_set: addresses.into_iter().map(|it| it.value.into()).collect(),
        })
    }
}

/// An address as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Address {
    allocation_id: String,
    public_ip: String,
    public_ipv4_pool: &'static str,
    network_border_group: String,
    domain: &'static str,
    association_id: Option<String>,
    network_interface_id: Option<String>,
    network_interface_owner_id: Option<String>,
    private_ip_address: Option<String>,
    tag_set: Vec<Tag>,
}

impl From<domain::ElasticIp> for Address {
    fn from(elastic_ip: domain::ElasticIp) -> Self {
        let association = elastic_ip.association.as_ref();
        Self {
            allocation_id: elastic_ip.id.to_string(),
            public_ip: elastic_ip.public_ip.to_string(),
            public_ipv4_pool: PUBLIC_POOL,
            network_border_group: elastic_ip.scope.region.to_string(),
            domain: DOMAIN,
            association_id: association.map(|it| it.association_id.to_string()),
            network_interface_id: association.map(|it| it.network_interface_id.to_string()),
            network_interface_owner_id: association
                .map(|it| it.network_interface_owner.to_string()),
            private_ip_address: association.map(|it| it.private_ip_address.to_string()),
            tag_set: tags(elastic_ip.tags),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AssociateAddress {
    allocation_id: Option<String>,
    public_ip: Option<String>,
    instance_id: Option<String>,
    network_interface_id: Option<String>,
    private_ip_address: Option<String>,
    allow_reassociation: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssociateAddressResponse {
    association_id: String,
}

impl Action for AssociateAddress {
    type Response = AssociateAddressResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AssociateAddressResponse> {
        let command = app::AssociateAddress {
            address: app::AddressChoice {
                allocation_id: self.allocation_id,
                public_ip: self.public_ip,
            },
            instance_id: self.instance_id,
            network_interface_id: self.network_interface_id,
            private_ip_address: self.private_ip_address,
            allow_reassociation: self.allow_reassociation,
        };
        let association_id = call.run(treatment, command).await?;
        Ok(AssociateAddressResponse {
            association_id: association_id.to_string(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DisassociateAddress {
    association_id: Option<String>,
    public_ip: Option<String>,
}

impl Action for DisassociateAddress {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DisassociateAddress {
            association_id: self.association_id,
            public_ip: self.public_ip,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeAddressesAttribute {
    #[serde(default)]
    allocation_id: Vec<String>,
    attribute: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeAddressesAttributeResponse {
    address_set: Vec<AddressAttribute>,
    next_token: Option<String>,
}

impl Action for DescribeAddressesAttribute {
    type Response = DescribeAddressesAttributeResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeAddressesAttributeResponse> {
        if let Some(attribute) = &self.attribute {
            check_attribute(attribute)?;
        }
        let query = app::ListAddressNames {
            allocation_ids: self.allocation_id,
            page: page(self.max_results, self.next_token, 1)?,
        };
        let page = call.query(treatment, query).await?;
        let page = page.map(|named| named.0.value.into());
        Ok(DescribeAddressesAttributeResponse {
            address_set: page.items,
            next_token: page.next,
        })
    }
}

/// The one attribute there is.
fn check_attribute(attribute: &str) -> Result<()> {
    if attribute == "domain-name" {
        Ok(())
    } else {
        Err(Error::invalid_value(
            "Attribute",
            format!("'{attribute}' is not an attribute of addresses: expected 'domain-name'"),
        ))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyAddressAttribute {
    allocation_id: String,
    domain_name: Option<String>,
}

/// An address with its attribute.
#[derive(Serialize)]
pub(super) struct AddressAttributeResponse {
    address: AddressAttribute,
}

impl Action for ModifyAddressAttribute {
    type Response = AddressAttributeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AddressAttributeResponse> {
        let domain_name = self
            .domain_name
            .ok_or_else(|| Error::missing("DomainName"))?;
        let command = app::ModifyAddressAttribute {
            allocation_id: self.allocation_id,
            domain_name: Some(domain_name),
        };
        Ok(AddressAttributeResponse {
            address: call.run(treatment, command).await?.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ResetAddressAttribute {
    allocation_id: String,
    attribute: String,
}

impl Action for ResetAddressAttribute {
    type Response = AddressAttributeResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<AddressAttributeResponse> {
        check_attribute(&self.attribute)?;
        let command = app::ModifyAddressAttribute {
            allocation_id: self.allocation_id,
            domain_name: None,
        };
        Ok(AddressAttributeResponse {
            address: call.run(treatment, command).await?.value.into(),
        })
    }
}

/// The attribute of an address as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressAttribute {
    public_ip: String,
    allocation_id: String,
    ptr_record: Option<String>,
}

impl From<domain::ElasticIp> for AddressAttribute {
    fn from(elastic_ip: domain::ElasticIp) -> Self {
        Self {
            public_ip: elastic_ip.public_ip.to_string(),
            allocation_id: elastic_ip.id.to_string(),
            ptr_record: elastic_ip.ptr_record(),
        }
    }
}
