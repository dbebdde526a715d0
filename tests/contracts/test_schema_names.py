"""Names of schemas: each is one schema's, so that clients that are generated keep theirs."""

import warnings
from types import ModuleType

import pytest

import alumni.bootstrap
import groups.bootstrap
import notify.bootstrap


@pytest.mark.parametrize("bootstrap", [alumni.bootstrap, groups.bootstrap, notify.bootstrap])
def test_no_two_schemas_of_a_service_have_one_name(bootstrap: ModuleType):
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Multiple schemas resolved to the name")

        bootstrap.api(dict, checks={})
