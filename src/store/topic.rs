//! Topics, whoever owns them: what is published goes to the subscribers of all accounts.

use super::document::{Stored, json_array};
use super::tx::Tx;
use crate::domain::error::Result;
use crate::domain::topic::{Topic, TopicArn};

impl Tx {
    /// The topics with these ARNs, whoever owns them, in no order.
    pub async fn topics_anywhere(&mut self, arns: &[&TopicArn]) -> Result<Vec<Stored<Topic>>> {
        const SQL: &str =
            "SELECT version, body FROM topic WHERE id IN (SELECT value FROM json_each($1))";
        let arns: Vec<&str> = arns.iter().map(|arn| arn.as_str()).collect();
        self.select(SQL, &[json_array(&arns).as_str().into()]).await
    }
}
