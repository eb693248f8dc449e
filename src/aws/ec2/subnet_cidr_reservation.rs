//! The actions of reserved parts of subnets.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::shapes::{Filter, Tag, TagSpecification, filters, page, tags, tags_for};
use crate::app::subnet_cidr_reservation as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;
use crate::domain::limit;
use crate::domain::subnet_cidr_reservation::{self as domain, ReservationType};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateSubnetCidrReservation {
    subnet_id: String,
    cidr: String,
    reservation_type: ReservationType,
    description: Option<String>,
    #[serde(default)]
    tag_specification: Vec<TagSpecification>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateSubnetCidrReservationResponse {
    subnet_cidr_reservation: SubnetCidrReservation,
}

impl Action for CreateSubnetCidrReservation {
    type Response = CreateSubnetCidrReservationResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<CreateSubnetCidrReservationResponse> {
        let command = app::CreateSubnetCidrReservation {
            subnet_id: self.subnet_id,
            cidr: self.cidr,
            reservation_type: self.reservation_type,
            description: self.description,
            tags: tags_for("subnet-cidr-reservation", self.tag_specification)?,
        };
        let reservation = call.run(treatment, command).await?;
        Ok(CreateSubnetCidrReservationResponse {
            subnet_cidr_reservation: reservation.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteSubnetCidrReservation {
    subnet_cidr_reservation_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeleteSubnetCidrReservationResponse {
    deleted_subnet_cidr_reservation: SubnetCidrReservation,
}

impl Action for DeleteSubnetCidrReservation {
    type Response = DeleteSubnetCidrReservationResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DeleteSubnetCidrReservationResponse> {
        let command = app::DeleteSubnetCidrReservation {
            reservation_id: self.subnet_cidr_reservation_id,
        };
        let reservation = call.run(treatment, command).await?;
        Ok(DeleteSubnetCidrReservationResponse {
            deleted_subnet_cidr_reservation: reservation.value.into(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetSubnetCidrReservations {
    subnet_id: String,
    #[serde(default)]
    filter: Vec<Filter>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetSubnetCidrReservationsResponse {
    subnet_ipv4_cidr_reservation_set: Vec<SubnetCidrReservation>,
    subnet_ipv6_cidr_reservation_set: Vec<SubnetCidrReservation>,
    next_token: Option<String>,
}

impl Action for GetSubnetCidrReservations {
    type Response = GetSubnetCidrReservationsResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<GetSubnetCidrReservationsResponse> {
        let query = app::ReservationsOfSubnet {
            subnet_id: self.subnet_id,
            filters: filters(self.filter),
            page: page(self.max_results, self.next_token, limit::PAGE_MIN)?,
        };
        let page = call.query(treatment, query).await?;
        let (ipv4, ipv6): (Vec<_>, Vec<_>) = page
            .items
            .into_iter()
            .map(|reservation| reservation.value)
            .partition(|reservation| matches!(reservation.cidr, IpNet::V4(_)));
        Ok(GetSubnetCidrReservationsResponse {
            subnet_ipv4_cidr_reservation_set: ipv4.into_iter().map(Into::into).collect(),
            subnet_ipv6_cidr_reservation_set: ipv6.into_iter().map(Into::into).collect(),
            next_token: page.next,
        })
    }
}

/// A reserved part of a subnet as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubnetCidrReservation {
    subnet_cidr_reservation_id: String,
    subnet_id: String,
    cidr: String,
    reservation_type: &'static str,
    owner_id: String,
    description: Option<String>,
    tag_set: Vec<Tag>,
}

impl From<domain::SubnetCidrReservation> for SubnetCidrReservation {
    fn from(reservation: domain::SubnetCidrReservation) -> Self {
        Self {
            subnet_cidr_reservation_id: reservation.id.to_string(),
            subnet_id: reservation.subnet_id.to_string(),
            cidr: reservation.cidr.to_string(),
            reservation_type: reservation.reservation_type.name(),
            owner_id: reservation.scope.account.to_string(),
            description: reservation.description,
            tag_set: tags(reservation.tags),
        }
    }
}
