"""Audio: a text is spoken, and what was said is written down again."""

from account import Connect

from genai_py import AudioVoice, SpeechFormat, SpeechParams, TranscriptionParams, TranslationParams
from genai_py.tutorial import Display, DisplayStream, F, TutorialHub

Client = Connect()


def speak(Params: SpeechParams) -> None:
    Params.Model("gpt-4o-mini-tts")
    Params.Input("Good morning. Shall we begin?")
    Params.Voice(AudioVoice.alloy)
    Params.Instructions("Speak like a friendly teacher.")
    Params.ResponseFormat(SpeechFormat.mp3)
    TutorialHub.JSONRequest = Params.ToFormat()


Sound = Client.Audio.Speech(speak)
Sound.SaveToFile("morning.mp3")
Display(TutorialHub, F("spoken", Sound.file_name))

# Piece by piece, for programs that play what has come.
with Client.Audio.StreamSpeech(lambda Params: speak(Params.StreamFormat("audio"))) as Pieces:
    Display(TutorialHub, F("bytes", sum(len(Piece.bytes) for Piece in Pieces)))


def write_down(Params: TranscriptionParams) -> None:
    Params.File("morning.mp3")
    Params.Model("gpt-4o-mini-transcribe")
    Params.Language("en")


Display(TutorialHub, Client.Audio.Transcription(write_down).text)

with Client.Audio.StreamTranscription(write_down) as Events:
    for Event in Events:
        DisplayStream(TutorialHub, Event)


# With the times of segments and words.
def with_times(Params: TranscriptionParams) -> None:
    Params.File("morning.mp3").Model("whisper-1").ResponseFormat("verbose_json")
    Params.TimestampGranularities(["segment", "word"])


for Segment in Client.Audio.Transcription(with_times).segments:
    Display(TutorialHub, f"{Segment.start:.1f} to {Segment.end:.1f} s: {Segment.text.strip()}")


# With those who speak.
def with_speakers(Params: TranscriptionParams) -> None:
    Params.File("morning.mp3").Model("gpt-4o-transcribe-diarize").DiarizedJson()
    Params.ChunkingStrategy("auto")


for Said in Client.Audio.Transcription(with_speakers).diarized_segments:
    Display(TutorialHub, F(Said.speaker, Said.text))


def translate(Params: TranslationParams) -> None:
    Params.File("morning.mp3")
    Params.Model("whisper-1")


Display(TutorialHub, F("in English", Client.Audio.TranslatingIntoEnglish(translate).text))
