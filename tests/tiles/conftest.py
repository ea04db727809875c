import pytest

from tests.tiles.files import MAKERS


@pytest.fixture(params=sorted(MAKERS))
def kind(request):
    return request.param
