"""Containers: the sandboxes that code interpreter and shell tools run in."""

from account import Connect

from genai_py import ContainerMemoryLimit, ContainerNetworkPolicyParams, ContainerParams, ExpiresAfterParams
from genai_py.tutorial import Display, F, TutorialHub

Client = Connect()


def build(Params: ContainerParams) -> None:
    Params.Name("Sandbox")
    Params.ExpiresAfter(ExpiresAfterParams.New(20))
    Params.MemoryLimit(ContainerMemoryLimit.g1)
    Params.NetworkPolicy(ContainerNetworkPolicyParams.New().Type("allowlist").AllowedDomains(["pypi.org"]))
    TutorialHub.JSONRequest = Params.ToFormat()


Container = Client.Containers.Create(build)
Display(TutorialHub, F("made", Container.id))

Display(TutorialHub, Client.Containers.Retrieve(Container.id))
Display(TutorialHub, Client.Containers.List(lambda Params: Params.Limit(5).Order("desc")))

Value = Client.Containers.Delete(Container.id)
Display(TutorialHub, F("deleted", Value.deleted))
