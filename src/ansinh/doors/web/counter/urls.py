"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.counter import entering, post

urlpatterns = [
    path("", entering.counter, name="counter"),
    path("da-nhap/<str:code>/", entering.receipt, name="counter_receipt"),
    path("da-nhap/<str:code>/giay-tiep-nhan.pdf", entering.receipt_pdf, name="counter_receipt_pdf"),
    path("lo/", post.batches, name="batches"),
    path("lo/<uuid:batch>/", post.batch, name="batch"),
    path("lo/<uuid:batch>/dem/", post.count, name="batch_count"),
    path("lo/<uuid:batch>/khep/", post.settle, name="batch_settle"),
]
