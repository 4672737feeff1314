# Giá trị biên của tiền (lệnh marginal).
marginal-title = Giá trị biên của từng nguồn
marginal-note = Tính bằng cách giải lại mô hình tuyến tính, giữ nguyên mức được hưởng và mức sàn; phần lẻ của một suất cũng được tính.
marginal-sheet = Giá trị biên
marginal-source = Nguồn
marginal-name = Tên nguồn
marginal-free = Còn được dùng (đồng)
marginal-step = Bước (đồng)
marginal-more = Thêm một bước: mục tiêu tăng
marginal-more-units = Thêm một bước: thêm được
marginal-less = Bớt một bước: mục tiêu giảm
marginal-less-units = Bớt một bước: mất đi
marginal-lifted = Bỏ điều kiện: mục tiêu tăng
marginal-lifted-units = Bỏ điều kiện: thêm được
marginal-units = { $units } × { $package }
marginal-rest = … và { $count } nguồn nữa: xem đủ bằng --xlsx hoặc --format json.
marginal-unknown = Không có nguồn "{ $id }".
marginal-nearest = Không có nguồn "{ $id }"; gần nhất là "{ $nearest }".
