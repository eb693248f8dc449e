//! IAM, API version 2010-05-08: who the caller is, and nothing else. There are neither users nor roles to look at.

use serde::{Deserialize, Serialize};

use super::action::{Action, Call, Dialect, Service, Treatment, actions};
use super::error;
use crate::app::session::GetUser as Query;
use crate::domain::error::Result;

/// The service.
pub(super) static SERVICE: Service = Service {
    signing_name: "iam",
    endpoint_name: "iam",
    service_id: "IAM",
    version: "2010-05-08",
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    dialect: Dialect::Query,
    partial: true,
    status: error::status_with_not_found,
    actions: actions![self::GetUser],
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetUser {
    user_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetUserResult {
    user: User,
}

/// An account's root, which has neither a path nor a name.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct User {
    user_id: String,
    arn: String,
    create_date: String,
}

impl Action for GetUser {
    type Response = GetUserResult;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<GetUserResult> {
        let query = Query {
            user_name: self.user_name,
        };
        let user = call.query(treatment, query).await?;
        Ok(GetUserResult {
            user: User {
                user_id: user.account.to_string(),
                arn: user.arn,
                create_date: user.created_at.to_string(),
            },
        })
    }
}
