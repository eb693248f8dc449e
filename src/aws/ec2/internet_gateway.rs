//! The actions of internet gateways and of egress-only internet gateways.

use serde::{Deserialize, Serialize};

use super::shapes::{DONE, Done, Filter, Tag, TagSpecification, list_request, tags, tags_for};
use crate::app::internet_gateway as app;
use crate::app::{List, Stored};
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::internet_gateway::{
    self as domain, EGRESS_ONLY_ATTACHMENT_STATE, INTERNET_GATEWAY_ATTACHMENT_STATE,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateInternetGateway {
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateInternetGatewayResponse {
    internet_gateway: InternetGateway,
}

impl Action for CreateInternetGateway {
    type Response = CreateInternetGatewayResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CreateInternetGatewayResponse> {
        let command = app::CreateInternetGateway {
            tags: tags_for("internet-gateway", self.tag_specification)?,
        };
        Ok(CreateInternetGatewayResponse {
            internet_gateway: call.run(treatment, command).await?.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeInternetGateways {
    #[serde(default)]
    internet_gateway_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeInternetGatewaysResponse {
    internet_gateway_set: Vec<InternetGateway>,
    next_token: Option<String>,
}

impl Action for DescribeInternetGateways {
    type Response = DescribeInternetGatewaysResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeInternetGatewaysResponse> {
        let request = list_request(
            self.internet_gateway_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(
                treatment,
                List::<Stored<domain::InternetGateway>>::new(request),
            )
            .await?
            .map(|gateway| gateway.value.into());
        Ok(DescribeInternetGatewaysResponse {
            internet_gateway_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AttachInternetGateway {
    internet_gateway_id: String,
    vpc_id: String,
}

impl Action for AttachInternetGateway {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::AttachInternetGateway {
            internet_gateway_id: self.internet_gateway_id,
            vpc_id: self.vpc_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DetachInternetGateway {
    internet_gateway_id: String,
    vpc_id: String,
}

impl Action for DetachInternetGateway {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DetachInternetGateway {
            internet_gateway_id: self.internet_gateway_id,
            vpc_id: self.vpc_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteInternetGateway {
    internet_gateway_id: String,
}

impl Action for DeleteInternetGateway {
    type Response = Done;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Done> {
        let command = app::DeleteInternetGateway {
            internet_gateway_id: self.internet_gateway_id,
        };
        call.run(treatment, command).await?;
        Ok(DONE)
    }
}

/// An internet gateway as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InternetGateway {
    internet_gateway_id: String,
    owner_id: String,
    attachment_set: Vec<Attachment>,
    tag_set: Vec<Tag>,
}

/// The attachment of a gateway of either kind.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment {
    vpc_id: String,
    state: &'static str,
}

impl From<domain::InternetGateway> for InternetGateway {
    fn from(gateway: domain::InternetGateway) -> Self {
        let attachment = |vpc_id| Attachment {
            vpc_id,
            state: INTERNET_GATEWAY_ATTACHMENT_STATE,
        };
        Self {
            internet_gateway_id: gateway.id.to_string(),
            owner_id: gateway.scope.account.to_string(),
            attachment_set: gateway
                .vpc_id
                .iter()
                .map(ToString::to_string)
                .map(attachment)
                .collect(),
            tag_set: tags(gateway.tags),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateEgressOnlyInternetGateway {
    vpc_id: String,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateEgressOnlyInternetGatewayResponse {
    egress_only_internet_gateway: EgressOnlyInternetGateway,
    client_token: Option<String>,
}

impl Action for CreateEgressOnlyInternetGateway {
    type Response = CreateEgressOnlyInternetGatewayResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<CreateEgressOnlyInternetGatewayResponse> {
        let client_token = treatment.client_token.clone();
        let command = app::CreateEgressOnlyInternetGateway {
            vpc_id: self.vpc_id,
            tags: tags_for("egress-only-internet-gateway", self.tag_specification)?,
        };
        Ok(CreateEgressOnlyInternetGatewayResponse {
            egress_only_internet_gateway: call.run(treatment, command).await?.value.into(),
            client_token,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeEgressOnlyInternetGateways {
    #[serde(default)]
    egress_only_internet_gateway_id: Vec<String>,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeEgressOnlyInternetGatewaysResponse {
    egress_only_internet_gateway_set: Vec<EgressOnlyInternetGateway>,
    next_token: Option<String>,
}

impl Action for DescribeEgressOnlyInternetGateways {
    type Response = DescribeEgressOnlyInternetGatewaysResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeEgressOnlyInternetGatewaysResponse> {
        let request = list_request(
            self.egress_only_internet_gateway_id,
            self.filter,
            self.max_results,
            self.next_token,
        )?;
        let page = call
            .query(
                treatment,
                List::<Stored<domain::EgressOnlyInternetGateway>>::new(request),
            )
            .await?
            .map(|gateway| gateway.value.into());
        Ok(DescribeEgressOnlyInternetGatewaysResponse {
            egress_only_internet_gateway_set: page.items,
            next_token: page.next,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteEgressOnlyInternetGateway {
    egress_only_internet_gateway_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeleteEgressOnlyInternetGatewayResponse {
    return_code: bool,
}

impl Action for DeleteEgressOnlyInternetGateway {
    type Response = DeleteEgressOnlyInternetGatewayResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DeleteEgressOnlyInternetGatewayResponse> {
        let command = app::DeleteEgressOnlyInternetGateway {
            egress_only_internet_gateway_id: self.egress_only_internet_gateway_id,
        };
        call.run(treatment, command).await?;
        Ok(DeleteEgressOnlyInternetGatewayResponse { return_code: true })
    }
}

/// An egress-only internet gateway as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EgressOnlyInternetGateway {
    egress_only_internet_gateway_id: String,
    attachment_set: Vec<Attachment>,
    tag_set: Vec<Tag>,
}

impl From<domain::EgressOnlyInternetGateway> for EgressOnlyInternetGateway {
    fn from(gateway: domain::EgressOnlyInternetGateway) -> Self {
        Self {
            egress_only_internet_gateway_id: gateway.id.to_string(),
            attachment_set: vec![Attachment {
                vpc_id: gateway.vpc_id.to_string(),
                state: EGRESS_ONLY_ATTACHMENT_STATE,
            }],
            tag_set: tags(gateway.tags),
        }
    }
}
