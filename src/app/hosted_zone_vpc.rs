//! Private zones and VPCs: who may resolve which zone. Both may be of the same account; if they are not, the owner of the zone
//! must have allowed it, and only the owner of the VPC can ask for it.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::hosted_zone::{NamedVpc, find, find_anywhere, record_change, rows, submit};
use crate::domain::error::{Code, Error, Result};
use crate::domain::hosted_zone::{self as rules, HostedZone, ZoneSummary, ZoneVpc, invalid};
use crate::domain::id::{Id, VpcId};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page};
use crate::domain::scope::RegionName;
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx, ZoneChange};

/// Makes a VPC resolve a private zone.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateVpc {
    /// The zone, of whatever account.
    pub id: String,
    /// The VPC, of the caller.
    pub vpc: NamedVpc,
    /// For people.
    pub comment: Option<String>,
}

impl Command for AssociateVpc {
    const NAME: &'static str = "AssociateVPCWithHostedZone";
    type Output = ZoneChange;

    async fn execute(self, session: &mut Session) -> Result<ZoneChange> {
        let zone = find_anywhere(&mut session.tx, &self.id).await?;
        let caller = session.scope().account;
        let own_zone = zone.scope.account == caller;
        if !zone.private {
            return Err(if own_zone {
                public(&zone)
            } else {
                rules::not_found(zone.id.as_str())
            });
        }
        let vpc = any_vpc(&mut session.tx, &self.vpc).await?;
        let own_vpc = vpc.scope.account == caller;
        if !own_zone && !own_vpc {
            return Err(rules::not_found(zone.id.as_str()));
        }
        let allowed = own_vpc
            && (own_zone
                || session
                    .tx
                    .hosted_zone_authorized(&zone, vpc.id.as_str())
                    .await?);
        if !allowed {
            return Err(Error::new(
                Code::NotAuthorized,
                format!(
                    "The VPC: {} has not authorized to associate with your hosted zone.",
                    vpc.id
                ),
            ));
        }
        let count = session.tx.hosted_zone_vpcs(&zone.id).await?.len();
        if i64::try_from(count).is_ok_and(|count| count >= limit::VPCS_PER_HOSTED_ZONE) {
            return Err(Error::new(
                Code::HostedZoneLimitsExceeded,
                format!(
                    "A hosted zone has {} VPCs at the most",
                    limit::VPCS_PER_HOSTED_ZONE
                ),
            ));
        }
        associate(session, &zone, &vpc).await?;
        record_change(session, &zone, &[&vpc.scope]).await?;
        submit(session, self.comment).await
    }
}

/// Makes a VPC resolve a private zone no longer.
#[derive(Clone, Debug, Serialize)]
pub struct DisassociateVpc {
    /// The zone; it or the VPC is the caller's.
    pub id: String,
    /// The VPC.
    pub vpc: NamedVpc,
    /// For people.
    pub comment: Option<String>,
}

impl Command for DisassociateVpc {
    const NAME: &'static str = "DisassociateVPCFromHostedZone";
    type Output = ZoneChange;

    async fn execute(self, session: &mut Session) -> Result<ZoneChange> {
        let zone = find_anywhere(&mut session.tx, &self.id).await?;
        let caller = session.scope().account;
        let vpcs = session.tx.hosted_zone_vpcs(&zone.id).await?;
        let vpc = any_vpc(&mut session.tx, &self.vpc).await;
        let associated = |vpc: &Vpc| vpcs.iter().any(|it| it.vpc_id == vpc.id.as_str());
        if zone.scope.account != caller {
            // Who owns neither learns nothing of what is between the two.
            let own = vpc
                .as_ref()
                .is_ok_and(|vpc| vpc.scope.account == caller && associated(vpc));
            if !own {
                return Err(rules::not_found(zone.id.as_str()));
            }
        }
        let vpc = vpc?;
        if !associated(&vpc) {
            return Err(Error::new(
                Code::VpcAssociationNotFound,
                format!(
                    "The VPC: {} is not associated with the hosted zone: {}",
                    vpc.id, zone.id
                ),
            ));
        }
        if vpcs.len() == 1 {
            return Err(Error::new(
                Code::LastVpcAssociation,
                format!(
                    "Cannot remove last VPC association for the private zone {}",
                    zone.id
                ),
            ));
        }
        session
            .tx
            .hosted_zone_disassociate(&zone, vpc.id.as_str())
            .await?;
        record_change(session, &zone, &[&vpc.scope]).await?;
        submit(session, self.comment).await
    }
}

/// A zone and a VPC that may be associated with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// The zone.
    pub hosted_zone_id: String,
    /// The VPC.
    pub vpc: ZoneVpc,
}

/// Allows a VPC of another account to be associated with a private zone of the caller's.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorizeVpc {
    /// The zone.
    pub id: String,
    /// The VPC, of whatever account.
    pub vpc: NamedVpc,
}

impl Command for AuthorizeVpc {
    const NAME: &'static str = "CreateVPCAssociationAuthorization";
    type Output = Authorization;

    async fn execute(self, session: &mut Session) -> Result<Authorization> {
        let zone = find_private(session, &self.id).await?;
        let vpc = any_vpc(&mut session.tx, &self.vpc).await?;
        let count = session.tx.hosted_zone_authorization_count(&zone).await?;
        if count >= limit::VPC_AUTHORIZATIONS_PER_HOSTED_ZONE {
            return Err(Error::new(
                Code::TooManyVpcAssociationAuthorizations,
                format!(
                    "A hosted zone has {} authorizations at the most",
                    limit::VPC_AUTHORIZATIONS_PER_HOSTED_ZONE
                ),
            ));
        }
        session
            .tx
            .hosted_zone_authorize(&zone, vpc.id.as_str())
            .await?;
        record_change(session, &zone, &[]).await?;
        Ok(Authorization {
            hosted_zone_id: zone.id.to_string(),
            vpc: shown(&vpc),
        })
    }
}

/// Takes such a permission back. What is associated stays associated.
#[derive(Clone, Debug, Serialize)]
pub struct UnauthorizeVpc {
    /// The zone.
    pub id: String,
    /// The VPC.
    pub vpc: NamedVpc,
}

impl Command for UnauthorizeVpc {
    const NAME: &'static str = "DeleteVPCAssociationAuthorization";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let zone = find_private(session, &self.id).await?;
        let vpc = any_vpc(&mut session.tx, &self.vpc).await?;
        if !session
            .tx
            .hosted_zone_authorized(&zone, vpc.id.as_str())
            .await?
        {
            return Err(Error::new(
                Code::VpcAssociationAuthorizationNotFound,
                format!(
                    "The VPC {} is not authorized to be associated with the hosted zone {}",
                    vpc.id, zone.id
                ),
            ));
        }
        session
            .tx
            .hosted_zone_unauthorize(&zone, vpc.id.as_str())
            .await?;
        record_change(session, &zone, &[]).await
    }
}

/// The VPCs that may be associated with a private zone of the caller's.
pub struct ListAuthorizations {
    /// The zone.
    pub id: String,
    /// How many at the most.
    pub limit: usize,
    /// The token of the page before.
    pub token: Option<String>,
}

impl Query for ListAuthorizations {
    const NAME: &'static str = "ListVPCAssociationAuthorizations";
    type Output = Page<Authorization>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let zone = find_private(session, &self.id).await?;
        let identity = ListIdentity::new(Self::NAME, zone.id.as_str(), &[]);
        let after = opened(&identity, self.token.as_deref())?;
        let vpcs = session
            .tx
            .hosted_zone_authorizations(&zone.id, &after, rows(self.limit))
            .await?;
        let page = cut(vpcs, self.limit, |vpc| identity.seal(&vpc.vpc_id));
        Ok(page.map(|vpc| Authorization {
            hosted_zone_id: zone.id.to_string(),
            vpc,
        }))
    }
}

/// The private zones that a VPC of the caller's resolves, whoever owns them.
pub struct ListZonesOfVpc {
    /// The VPC.
    pub vpc: NamedVpc,
    /// How many at the most.
    pub limit: usize,
    /// The token of the page before.
    pub token: Option<String>,
}

impl Query for ListZonesOfVpc {
    const NAME: &'static str = "ListHostedZonesByVPC";
    type Output = Page<ZoneSummary>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let vpc = own_vpc(session, &self.vpc)
            .await
            .map_err(|error| error.with_code(Code::InvalidInput))?;
        let identity = ListIdentity::new(Self::NAME, vpc.id.as_str(), &[]);
        let after = opened(&identity, self.token.as_deref())?;
        let zones = session
            .tx
            .hosted_zones_of_vpc(vpc.id.as_str(), &after, rows(self.limit))
            .await?;
        Ok(cut(zones, self.limit, |zone| identity.seal(&zone.name)))
    }
}

fn opened(identity: &ListIdentity, token: Option<&str>) -> Result<String> {
    token
        .map_or(Ok(String::new()), |token| identity.open(token))
        .map_err(|error| error.with_code(Code::InvalidPaginationToken))
}

/// A page of which one row too many was read, to see whether there are more.
fn cut<T>(mut rows: Vec<T>, limit: usize, token: impl Fn(&T) -> String) -> Page<T> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(token);
    Page { items: rows, next }
}

/// The VPC as answers show it.
pub(super) fn shown(vpc: &Stored<Vpc>) -> ZoneVpc {
    ZoneVpc {
        vpc_id: vpc.id.to_string(),
        region: vpc.scope.region.clone(),
    }
}

/// Makes the VPC resolve the zone, if it has nothing else under that name.
pub(super) async fn associate(session: &mut Session, zone: &HostedZone, vpc: &Vpc) -> Result<()> {
    let taken = session
        .tx
        .vpc_domain_taken(vpc.id.as_str(), &zone.name)
        .await?;
    if let Some(by) = taken {
        return Err(Error::new(
            Code::ConflictingDomainExists,
            format!(
                "The VPC {} in region {} has already been associated with the hosted zone {by} with the same domain name.",
                vpc.id, vpc.scope.region
            ),
        ));
    }
    session
        .tx
        .hosted_zone_associate(zone, vpc.id.as_str())
        .await
}

/// The caller's VPC.
pub(super) async fn own_vpc(session: &mut Session, named: &NamedVpc) -> Result<Stored<Vpc>> {
    let vpc = any_vpc(&mut session.tx, named).await?;
    if vpc.scope.account == session.scope().account {
        Ok(vpc)
    } else {
        Err(no_vpc(named))
    }
}

/// A VPC, whoever owns it.
async fn any_vpc(tx: &mut Tx, named: &NamedVpc) -> Result<Stored<Vpc>> {
    let region = RegionName::parse(&named.region).map_err(|error| invalid(error.message))?;
    let id = VpcId::parse(&named.vpc_id).map_err(|_| no_vpc(named))?;
    let vpc = tx.get_anywhere::<Vpc>(id.as_str()).await?;
    vpc.filter(|vpc| vpc.scope.region == region)
        .ok_or_else(|| no_vpc(named))
}

fn no_vpc(named: &NamedVpc) -> Error {
    Error::new(
        Code::InvalidVpcId,
        format!(
            "The VPC: {} in region {} is not valid or not yours",
            named.vpc_id, named.region
        ),
    )
}

fn public(zone: &HostedZone) -> Error {
    Error::new(
        Code::PublicZoneVpcAssociation,
        format!(
            "The hosted zone {} is public and cannot be associated with a VPC",
            zone.id
        ),
    )
}

async fn find_private(session: &mut Session, id: &str) -> Result<Stored<HostedZone>> {
    let zone = find(session, id).await?;
    if zone.private {
        Ok(zone)
    } else {
        Err(invalid(format!("The hosted zone {} is public", zone.id)))
    }
}
