//! The actions of an account's attributes.

use serde::{Deserialize, Serialize};

use crate::app::account_attribute as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::Result;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeAccountAttributes {
    #[serde(default)]
    attribute_name: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeAccountAttributesResponse {
    account_attribute_set: Vec<AccountAttribute>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountAttribute {
    attribute_name: &'static str,
    attribute_value_set: Vec<AttributeValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttributeValue {
    attribute_value: String,
}

impl Action for DescribeAccountAttributes {
    type Response = DescribeAccountAttributesResponse;

    async fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> Result<DescribeAccountAttributesResponse> {
        let query = app::ListAccountAttributes {
            names: self.attribute_name,
        };
        let attributes = call.query(treatment, query).await?.into_iter();
        Ok(DescribeAccountAttributesResponse {
            account_attribute_set: attributes.map(AccountAttribute::from).collect(),
        })
    }
}

impl From<app::AccountAttribute> for AccountAttribute {
    fn from(attribute: app::AccountAttribute) -> Self {
        let values = attribute.values.into_iter();
        Self {
            attribute_name: attribute.name,
            attribute_value_set: values
                .map(|attribute_value| AttributeValue { attribute_value })
                .collect(),
        }
    }
}
