"""What the models are told at each stage. Delphi: text files beside the program."""

CLARIFYING = """The user wants something researched. Prepare the research; do none of it.
Ask only what must be known and has not been said, as a short list of numbered questions.
Do not repeat what the user has told you. Use the user's language."""
"""Delphi: asking_clarifying_questions.txt."""

DEEP_RESEARCH = """Write the order for a researcher, as if the user {{user_name}} gave it, in the first person.
Put in every detail that the user gave, in the user's words.
Assume nothing: what is not known is "unspecified".
Say what form the outcome shall have: a report, a summary, a table.
Ask for primary sources where there are any, and for an answer in the language of the request."""
"""Delphi: system_prompt_context_deep_research.txt."""

DEEP_RESEARCH_NOT_APPROPRIATE = """If a single search of the web answers this, do no research. Answer only:
This is a simple search, for which no deep research is needed. Choose another model."""

NAMING = "Give the conversation a title of at most five words. Answer with the title alone."


class SystemPromptBuilder:
    """Instructions for a model."""

    def __init__(self, UserName: str = "") -> None:
        self.UserName = UserName

    def GetDeepResearchInstructions(self) -> str:
        """Those of stage 2, in which a model writes the order for the research."""
        return DEEP_RESEARCH.replace("{{user_name}}", self.UserName or "unspecified")


def GetNamingInstructions() -> str:
    """Those with which a model finds a title."""
    return NAMING


def PrepareNamingPrompt(Value: str, Text: str) -> str:
    """What a title is found for. Value: the outcome of the research. Text: what the user asked."""
    return f"Question: {Text}\n\nAnswer: {Value[:2000]}"
