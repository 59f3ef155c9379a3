"""The way of a file through the import assistant."""


def walk_to_preview(clerk, path, header, counts):
    """From the file chooser, just asked for, to the preview, which has to say `counts`. `header`: the row that has to
    be found as that of the titles."""
    clerk.choose_file(path)
    clerk.push("Next")
    assert clerk.await_focus("spin-button").value() == header, "another row was found as that of the titles"
    clerk.push("Next")
    clerk.await_text("Match the columns")
    clerk.push("Next")
    clerk.await_focus("check-box")
    clerk.push("Preview")
    clerk.await_text(f"What would come of it: {counts}")
