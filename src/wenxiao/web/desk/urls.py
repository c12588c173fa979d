from __future__ import annotations

from django.urls import path

from wenxiao.web.desk import document_views, overview_views, upload_views, views

urlpatterns = [
    path("", views.queue, name="desk"),
    path("export/", views.export, name="desk-export"),
    path("findings/export/", views.export_findings, name="desk-findings-export"),
    path("upload/", upload_views.upload, name="desk-upload"),
    path("batches/new/", upload_views.new_batch, name="desk-batch-new"),
    path("batches/<int:pk>/", upload_views.batch, name="desk-batch"),
    path("batches/<int:pk>/add/", upload_views.add, name="desk-batch-add"),
    path("batches/<int:pk>/read/", upload_views.go_on, name="desk-batch-read"),
    path("overview/", overview_views.overview, name="desk-overview"),
    path("examples/", overview_views.examples, name="desk-examples"),
    path("<int:pk>/", document_views.document, name="document"),
    path("<int:pk>/file/", document_views.original, name="document-file"),
    path("<int:pk>/pages/", document_views.pages, name="document-pages"),
    path("<int:pk>/letter/", document_views.letter, name="document-letter"),
    path("<int:pk>/workbook/", document_views.book, name="document-workbook"),
    path("<int:pk>/changes/", document_views.changes, name="document-changes"),
    path("<int:pk>/next/", document_views.following, name="document-next"),
    path("<int:pk>/step/", document_views.make_step, name="document-step"),
    path("<int:pk>/assign/", document_views.give, name="document-assign"),
    path("<int:pk>/edit/", document_views.edit, name="document-edit"),
    path("<int:pk>/note/", document_views.add_note, name="document-note"),
    path("<int:pk>/resubmit/", document_views.hand_in, name="document-resubmit"),
    path("found/<int:pk>/", document_views.triage, name="found"),
    path("found/<int:pk>/note/", document_views.found_note, name="found-note"),
]
