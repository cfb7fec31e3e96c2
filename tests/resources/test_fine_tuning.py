"""Fine-tuning: the requests of the route, its builders, and the replies that the API documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from genai_py import (
    Dpo,
    DpoFineTuningMethod,
    DpoMethodParams,
    EventData,
    FineTunedStatus,
    FineTuningJob,
    FineTuningJobParams,
    FineTuningJobs,
    FineTuningMethod,
    HyperparametersParams,
    JobCheckpoint,
    JobCheckpoints,
    JobEvent,
    JobEvents,
    JobIntegrationParams,
    JobMethodParams,
    JobMethodType,
    JsonParam,
    ReinforcementFineTuningMethod,
    Supervised,
    SupervisedFineTuningMethod,
    SupervisedMethodParams,
    WandbParams,
)
from genai_py.core.results.base import timestamp_text
from genai_py.core.results.decoding import decode
from genai_py.resources import fine_tuning

from .calls import FORMS, Case, exchange, not_shown, setters_of

OPERATIONS = [
    Case(
        "Create",
        (lambda p: p.Model("gpt-4o-mini").TrainingFile("file-abc123"),),
        "POST fine_tuning/jobs",
        FineTuningJob,
        {"model": "gpt-4o-mini", "training_file": "file-abc123"},
    ),
    Case("Cancel", ("ftjob-1",), "POST fine_tuning/jobs/ftjob-1/cancel", FineTuningJob),
    Case("List", (), "GET fine_tuning/jobs", FineTuningJobs),
    Case("List", (lambda p: p.Limit(2),), "GET fine_tuning/jobs?limit=2", FineTuningJobs),
    Case("Events", ("ftjob-1",), "GET fine_tuning/jobs/ftjob-1/events", JobEvents),
    Case(
        "Events",
        ("ftjob-1", lambda p: p.Limit(2).After("ftevent-1")),
        "GET fine_tuning/jobs/ftjob-1/events?after=ftevent-1&limit=2",
        JobEvents,
    ),
    Case("Checkpoints", ("ftjob-1",), "GET fine_tuning/jobs/ftjob-1/checkpoints", JobCheckpoints),
    Case(
        "Checkpoints",
        ("ftjob-1", lambda p: p.After("ftckpt_1")),
        "GET fine_tuning/jobs/ftjob-1/checkpoints?after=ftckpt_1",
        JobCheckpoints,
    ),
    Case("Retrieve", ("ftjob-1",), "GET fine_tuning/jobs/ftjob-1", FineTuningJob),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OPERATIONS, ids=str)
def test_each_operation_sends_its_request(case: Case, form: str) -> None:
    seen = exchange(form, "FineTuning", case.name, case.args)
    assert (seen.requests, seen.bodies) == ([case.request], [case.body])
    assert type(seen.result) is case.result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["Cancel", "Events", "Checkpoints", "Retrieve"])
def test_an_empty_id_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match="JobId is empty"):
        exchange(form, "FineTuning", name, ("",))


two_epochs = HyperparametersParams().NEpochs(2)
wandb = WandbParams.New("my-project", "run 1", "my-team", ["first", "v2"])
wandb_json = {"project": "my-project", "name": "run 1", "entity": "my-team", "tags": ["first", "v2"]}
supervised_json = {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}}
dpo_json = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}}

BUILDERS = [
    (wandb, wandb_json),
    (JobIntegrationParams().Type("wandb").Wandb(wandb), {"type": "wandb", "wandb": wandb_json}),
    (JobIntegrationParams().Wandb({"project": "my-project"}), {"wandb": {"project": "my-project"}}),
    (JobIntegrationParams().Wandb(lambda p: p.Project("x")), {"wandb": {"project": "x"}}),
    (
        HyperparametersParams().Beta(0.1).BatchSize(8).LearningRateMultiplier(1.5).NEpochs(2),
        {"beta": 0.1, "batch_size": 8, "learning_rate_multiplier": 1.5, "n_epochs": 2},
    ),
    (
        HyperparametersParams().Beta("auto").BatchSize("auto").LearningRateMultiplier("auto").NEpochs("auto"),
        {"beta": "auto", "batch_size": "auto", "learning_rate_multiplier": "auto", "n_epochs": "auto"},
    ),
    (SupervisedMethodParams().Hyperparameters(two_epochs), supervised_json["supervised"]),
    (SupervisedMethodParams.New(lambda p: p.NEpochs(2)), supervised_json["supervised"]),
    (DpoMethodParams().Hyperparameters(lambda p: p.Beta(0.1)), dpo_json["dpo"]),
    (DpoMethodParams.New(HyperparametersParams().Beta(0.1)), dpo_json["dpo"]),
    (JobMethodParams.NewSupervised(two_epochs), supervised_json),
    (JobMethodParams.NewDpo(lambda p: p.Beta(0.1)), dpo_json),
    (JobMethodParams().Type("dpo").Dpo(lambda p: p.Hyperparameters(lambda h: h.Beta(0.1))), dpo_json),
    (
        JobMethodParams().Type(JobMethodType.supervised).Supervised(SupervisedMethodParams.New(two_epochs)),
        supervised_json,
    ),
    (
        FineTuningJobParams()
        .Model("gpt-4o-mini")
        .TrainingFile("file-1")
        .Suffix("mine")
        .ValidationFile("file-2")
        .Integrations([JobIntegrationParams().Type("wandb").Wandb(wandb)])
        .Seed(42)
        .Method(JobMethodParams.NewDpo(HyperparametersParams().Beta(0.1))),
        {
            "model": "gpt-4o-mini",
            "training_file": "file-1",
            "suffix": "mine",
            "validation_file": "file-2",
            "integrations": [{"type": "wandb", "wandb": wandb_json}],
            "seed": 42,
            "method": dpo_json,
        },
    ),
    (FineTuningJobParams().Method(JobMethodType.supervised, two_epochs), {"method": supervised_json}),
    (FineTuningJobParams().Method("dpo", lambda p: p.Beta(0.1)), {"method": dpo_json}),
    (FineTuningJobParams().Method(lambda p: p.Type("supervised")), {"method": {"type": "supervised"}}),
]


@pytest.mark.parametrize(("builder", "written"), BUILDERS)
def test_builders_write_the_api_s_keys(builder: JsonParam, written: dict[str, Any]) -> None:
    assert builder.ToJson() == written


def test_every_setter_is_shown_above() -> None:
    assert not_shown(fine_tuning, [builder for builder, _ in BUILDERS]) == set()


@pytest.mark.parametrize("setter", setters_of(fine_tuning), ids=lambda setter: setter.__qualname__)
def test_every_setter_refuses_what_is_not_of_its_kind(setter: Any) -> None:
    kind, name = setter.__qualname__.split(".")
    with pytest.raises(TypeError, match=rf"^{kind}\.{name} takes .+, got object <object object"):
        getattr(getattr(fine_tuning, kind)(), name)(object())


WRONG: list[Any] = [
    (HyperparametersParams, "NEpochs", 1.5, "takes Auto ('auto') or int, got float 1.5"),
    (HyperparametersParams, "Beta", None, "takes Auto ('auto') or float, got NoneType None"),
    (FineTuningJobParams, "Integrations", [{}], "takes list of JobIntegrationParams"),
    (
        FineTuningJobParams,
        "Method",
        {"type": "dpo"},
        "takes JobMethodParams (or a function that fills one), or JobMethodType with HyperparametersParams, got dict",
    ),
    (FineTuningJobParams, "Method", JobMethodParams, "takes JobMethodParams (or a function that fills one)"),
]


@pytest.mark.parametrize(("kind", "name", "value", "message"), WRONG)
def test_a_refusal_says_what_is_taken_and_what_came(kind: Any, name: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"{kind.__name__}.{name} {message}")):
        getattr(kind(), name)(value)


def test_an_unknown_method_is_refused_with_the_list_of_good_ones() -> None:
    with pytest.raises(
        ValueError, match=r"JobMethodParams\.Type: takes one of 'supervised', 'dpo'.*, got 'rlhf'"
    ):
        JobMethodParams().Type("rlhf")
    with pytest.raises(
        ValueError, match=r"FineTuningJobParams\.Method: takes one of 'supervised', 'dpo', got 'rlhf'"
    ):
        FineTuningJobParams().Method("rlhf", two_epochs)


SUPERVISED = """{
  "object": "fine_tuning.job",
  "id": "ftjob-abc123",
  "model": "davinci-002",
  "created_at": 1692661014,
  "finished_at": 1692661190,
  "fine_tuned_model": "ft:davinci-002:my-org:custom_suffix:7q8mpxmy",
  "organization_id": "org-123",
  "result_files": ["file-abc123"],
  "status": "succeeded",
  "validation_file": null,
  "training_file": "file-abc123",
  "hyperparameters": {"n_epochs": 4, "batch_size": 1, "learning_rate_multiplier": 1.0},
  "trained_tokens": 5768,
  "integrations": [],
  "seed": 0,
  "estimated_finish": 0,
  "method": {
    "type": "supervised",
    "supervised": {"hyperparameters": {"n_epochs": 4, "batch_size": 1, "learning_rate_multiplier": 1.0}}
  },
  "metadata": {"key": "value"}
}"""
DPO = """{
  "object": "fine_tuning.job",
  "id": "ftjob-abc",
  "model": "gpt-4o-mini",
  "created_at": 1746130590,
  "fine_tuned_model": null,
  "organization_id": "org-abc",
  "result_files": [],
  "status": "queued",
  "validation_file": "file-123",
  "training_file": "file-abc",
  "method": {
    "type": "dpo",
    "dpo": {
      "hyperparameters": {
        "beta": 0.1,
        "batch_size": "auto",
        "learning_rate_multiplier": "auto",
        "n_epochs": "auto"
      }
    }
  },
  "metadata": null,
  "error": {"code": null, "message": null, "param": null},
  "finished_at": null,
  "hyperparameters": null,
  "seed": 1036326793,
  "estimated_finish": null,
  "integrations": [],
  "user_provided_suffix": null,
  "usage_metrics": null,
  "shared_with_openai": false
}"""
REINFORCEMENT = """{
  "object": "fine_tuning.job",
  "id": "ftjob-abc123",
  "model": "o4-mini",
  "created_at": 1721764800,
  "finished_at": null,
  "fine_tuned_model": null,
  "organization_id": "org-123",
  "result_files": [],
  "status": "validating_files",
  "validation_file": "file-123",
  "training_file": "file-abc",
  "trained_tokens": null,
  "error": {},
  "user_provided_suffix": null,
  "seed": 950189191,
  "estimated_finish": null,
  "integrations": [],
  "method": {
    "type": "reinforcement",
    "reinforcement": {
      "hyperparameters": {
        "batch_size": "auto",
        "learning_rate_multiplier": "auto",
        "n_epochs": "auto",
        "eval_interval": "auto",
        "eval_samples": "auto",
        "compute_multiplier": "auto",
        "reasoning_effort": "medium"
      },
      "grader": {
        "type": "string_check",
        "name": "Example string check grader",
        "input": "{{sample.output_text}}",
        "reference": "{{item.label}}",
        "operation": "eq"
      },
      "response_format": null
    }
  },
  "metadata": null,
  "usage_metrics": null,
  "shared_with_openai": false
}"""
WITH_WANDB = """{
  "object": "fine_tuning.job",
  "id": "ftjob-abc123",
  "integrations": [
    {"type": "wandb", "wandb": {"project": "my-wandb-project", "entity": null, "run_id": "ftjob-abc123"}}
  ],
  "error": {"code": "invalid_file", "message": "Line 3 is no JSON.", "param": "training_file"}
}"""
JOBS = """{
  "object": "list",
  "data": [
    {
      "object": "fine_tuning.job",
      "id": "ftjob-abc123",
      "model": "gpt-4o-mini-2024-07-18",
      "created_at": 1721764800,
      "fine_tuned_model": null,
      "organization_id": "org-123",
      "result_files": [],
      "status": "queued",
      "validation_file": null,
      "training_file": "file-abc123",
      "metadata": {"key": "value"}
    }
  ],
  "has_more": true
}"""
EVENTS = """{
  "object": "list",
  "data": [
    {
      "object": "fine_tuning.job.event",
      "id": "ft-event-ddTJfwuMVpfLXseO0Am0Gqjm",
      "created_at": 1721764800,
      "level": "info",
      "message": "Fine tuning job successfully completed",
      "data": null,
      "type": "message"
    },
    {
      "object": "fine_tuning.job.event",
      "id": "ft-event-tyiGuB72evQncpH87xe505Sv",
      "created_at": 1721764800,
      "level": "info",
      "message": "Step 10: training loss=0.5",
      "data": {"step": 10, "train_loss": 0.5},
      "type": "metrics"
    },
    {
      "object": "fine_tuning.job.event",
      "id": "ftevent-abc123",
      "created_at": 1677610602,
      "level": "info",
      "message": "Created fine-tuning job",
      "data": {},
      "type": "message"
    }
  ],
  "has_more": true
}"""
CHECKPOINTS = """{
  "object": "list",
  "data": [
    {
      "object": "fine_tuning.job.checkpoint",
      "id": "ftckpt_qtZ5Gyk4BLq1SfLFWp3RtO3P",
      "created_at": 1712211699,
      "fine_tuned_model_checkpoint": "ft:gpt-4o-mini-2024-07-18:my-org:custom_suffix:9ABel2dg:ckpt-step-88",
      "fine_tuning_job_id": "ftjob-fpbNQ3H1GrMehXRf8cO97xTN",
      "metrics": {
        "step": 88,
        "train_loss": 0.478,
        "train_mean_token_accuracy": 0.924,
        "valid_loss": 10.112,
        "valid_mean_token_accuracy": 0.145,
        "full_valid_loss": 0.567,
        "full_valid_mean_token_accuracy": 0.944
      },
      "step_number": 88
    }
  ],
  "first_id": "ftckpt_zc4Q7MP6XxulcVzj4MZdwsAB",
  "last_id": "ftckpt_enQCFmOTGj3syEpYVhBRLTSy",
  "has_more": true
}"""


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FineTuningJob, SUPERVISED),
        (FineTuningJob, DPO),
        (FineTuningJob, REINFORCEMENT),
        (FineTuningJob, WITH_WANDB),
        (FineTuningJobs, JOBS),
        (JobEvents, EVENTS),
        (JobCheckpoints, CHECKPOINTS),
    ],
)
def test_nothing_of_a_reply_is_lost(kind: type[Any], text: str) -> None:
    assert decode(kind, text.encode()).ToJson() == json.loads(text)


def test_a_supervised_job_is_read_by_its_fields() -> None:
    job = decode(FineTuningJob, SUPERVISED.encode())
    assert job.status is FineTunedStatus.succeeded
    assert job.hyperparameters is not None and job.hyperparameters.n_epochs == 4
    assert type(job.method) is SupervisedFineTuningMethod
    assert job.method.type is JobMethodType.supervised
    assert type(job.method.supervised) is Supervised and job.method.dpo is None
    assert job.created_at_as_string == timestamp_text(1692661014)
    assert job.finished_at_as_string == timestamp_text(1692661190)
    assert job.metadata == {"key": "value"}


def test_a_dpo_job_is_read_by_its_fields() -> None:
    job = decode(FineTuningJob, DPO.encode())
    assert type(job.method) is DpoFineTuningMethod
    assert type(job.method.dpo) is Dpo and job.method.supervised is None
    assert job.method.dpo.hyperparameters is not None
    assert (job.method.dpo.hyperparameters.beta, job.method.dpo.hyperparameters.n_epochs) == (0.1, "auto")
    assert job.finished_at_as_string == job.estimated_finish_as_string == ""
    assert job.extra["shared_with_openai"] is False


def test_a_method_that_the_original_does_not_have_comes_as_a_class_of_its_own() -> None:
    method = decode(FineTuningJob, REINFORCEMENT.encode()).method
    assert type(method) is ReinforcementFineTuningMethod
    assert method.type == "reinforcement"
    assert method.reinforcement is not None and method.reinforcement.hyperparameters is not None
    assert method.reinforcement.hyperparameters.reasoning_effort == "medium"
    assert method.reinforcement.grader is not None and method.reinforcement.grader["operation"] == "eq"


def test_a_method_that_nobody_knows_keeps_what_came() -> None:
    method = decode(FineTuningJob, b'{"method": {"type": "osmosis", "osmosis": {"days": 3}}}').method
    assert type(method) is FineTuningMethod
    assert (method.type, method.extra) == ("osmosis", {"osmosis": {"days": 3}})


def test_a_failed_job_says_why_and_whom_it_told() -> None:
    job = decode(FineTuningJob, WITH_WANDB.encode())
    assert job.error is not None and job.error.message == "Line 3 is no JSON."
    assert job.integrations[0].wandb is not None
    assert job.integrations[0].wandb.project == "my-wandb-project"
    assert job.integrations[0].wandb.extra == {"run_id": "ftjob-abc123"}


def test_pages_have_jobs_events_and_checkpoints() -> None:
    jobs = decode(FineTuningJobs, JOBS.encode())
    assert [type(job) for job in jobs.data] == [FineTuningJob] and jobs.has_more
    events = decode(JobEvents, EVENTS.encode())
    assert {type(event) for event in events.data} == {JobEvent}
    assert events.data[0].data is None
    assert type(events.data[1].data) is EventData and events.data[1].data.extra == {
        "step": 10,
        "train_loss": 0.5,
    }
    assert events.data[2].created_at_as_string == timestamp_text(1677610602)
    checkpoints = decode(JobCheckpoints, CHECKPOINTS.encode())
    assert [type(checkpoint) for checkpoint in checkpoints.data] == [JobCheckpoint]
    assert checkpoints.data[0].metrics is not None and checkpoints.data[0].metrics.train_loss == 0.478
    assert checkpoints.data[0].created_at_as_string == timestamp_text(1712211699)
    assert checkpoints.last_id == "ftckpt_enQCFmOTGj3syEpYVhBRLTSy"
