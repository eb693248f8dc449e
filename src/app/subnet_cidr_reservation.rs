//! Parts of subnets from which addresses are not given out by themselves.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{List, ListRequest, listed_as_stored};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::id::{Id, SubnetCidrReservationId, SubnetId};
use crate::domain::limit;
use crate::domain::page::{Page, PageRequest};
use crate::domain::subnet::Subnet;
use crate::domain::subnet_cidr_reservation::{ReservationType, SubnetCidrReservation, parse_cidr};
use crate::domain::tag::{self, Tag};
use crate::store::{Stored, Tx};

/// The state of every reservation in the event log.
const STATE: &str = "available";

listed_as_stored!(
    SubnetCidrReservation,
    "GetSubnetCidrReservations",
    SubnetCidrReservationId
);

/// Reserves a part of a subnet. Addresses of it that are in use stay so.
#[derive(Clone, Debug, Serialize)]
pub struct CreateSubnetCidrReservation {
    /// The subnet.
    pub subnet_id: String,
    /// The part, of its IPv4 or IPv6 network.
    pub cidr: String,
    /// What it is reserved for.
    pub reservation_type: ReservationType,
    /// What it is for, in the owner's words.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateSubnetCidrReservation {
    const NAME: &'static str = "CreateSubnetCidrReservation";
    type Output = Stored<SubnetCidrReservation>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let subnet_id = SubnetId::parse(&self.subnet_id)?;
        let most = limit::RESERVATION_DESCRIPTION_CHARS;
        if self
            .description
            .as_ref()
            .is_some_and(|it| it.chars().count() > most)
        {
            return Err(Error::invalid_value(
                "Description",
                format!("The description has more than {most} characters"),
            ));
        }
        let tags = tag::validated(self.tags)?;
        let subnet: Stored<Subnet> = session.find(&subnet_id).await?;
        let present = session
            .tx
            .subnet_cidr_reservations(subnet_id.as_str())
            .await?;
        let reserved = present.iter().map(|reservation| reservation.cidr);
        let cidr = parse_cidr(&self.cidr, &subnet, reserved)?;
        if present.len() >= limit::RESERVATIONS_PER_SUBNET {
            return Err(Error::new(
                Code::SubnetCidrReservationLimitExceeded,
                "The maximum number of subnet CIDR reservations has been reached.",
            ));
        }
        let reservation = SubnetCidrReservation {
            id: session.new_id(),
            scope: session.scope(),
            subnet_id,
            cidr,
            reservation_type: self.reservation_type,
            description: self.description,
            tags,
            created_at: session.now,
        };
        let reservation = session.tx.insert(reservation).await?;
        record(session, &reservation, None, Some(STATE)).await?;
        Ok(reservation)
    }
}

/// Ends a reservation.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteSubnetCidrReservation {
    /// Which one.
    pub reservation_id: String,
}

impl Command for DeleteSubnetCidrReservation {
    const NAME: &'static str = "DeleteSubnetCidrReservation";
    type Output = Stored<SubnetCidrReservation>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let id = SubnetCidrReservationId::parse(&self.reservation_id)?;
        let reservation: Stored<SubnetCidrReservation> = session.find_to_change(&id).await?;
        session.tx.delete(&reservation).await?;
        record(session, &reservation, Some(STATE), None).await?;
        Ok(reservation)
    }
}

/// The reservations of one subnet.
#[derive(Clone, Debug)]
pub struct ReservationsOfSubnet {
    /// The subnet.
    pub subnet_id: String,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ReservationsOfSubnet {
    const NAME: &'static str = "GetSubnetCidrReservations";
    type Output = Page<Stored<SubnetCidrReservation>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let subnet_id = SubnetId::parse(&self.subnet_id)?;
        session.find::<Subnet, _>(&subnet_id).await.map(drop)?;
        let mut filters = self.filters;
        filters.push(Filter {
            name: "subnet-id".to_owned(),
            values: vec![subnet_id.to_string()],
        });
        let request = ListRequest {
            ids: Vec::new(),
            filters,
            page: self.page,
        };
        List::<Stored<SubnetCidrReservation>>::new(request)
            .fetch(session)
            .await
    }
}

/// Ends the reservations of a subnet, because the subnet ends, whose event covers them.
pub(super) async fn delete_all(tx: &mut Tx, subnet: &Subnet) -> Result<()> {
    for reservation in tx.subnet_cidr_reservations(subnet.id.as_str()).await? {
        tx.delete(&reservation).await?;
    }
    Ok(())
}

async fn record(
    session: &mut Session,
    reservation: &SubnetCidrReservation,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(
            ResourceType::SubnetCidrReservation,
            reservation.id.as_str(),
            from,
            to,
        )
        .await
}
